using Adam.Api.OpenApi;
using Adam.Data.Databases;
using Adam.Data.Overlaps;
using Adam.Domain.Overlaps;

namespace Adam.Api.Demo;

/// <summary>The note that examples of the contract read: an owner answers on an overlap.</summary>
internal static class DemoNotes
{
    private const string Owner = "Demo donor";

    public static async Task AddAsync(IServiceProvider services, CancellationToken ct)
    {
        var (ids, at) = (
            services.GetRequiredService<ExampleIds>(),
            services.GetRequiredService<TimeProvider>().Instant()
        );
        var pair = OverlapId.Create(
            Guid.Parse(ids.Apply(ExampleFile.Projects[0].Id)),
            Guid.Parse(ids.Apply(ExampleFile.Projects[1].Id))
        );
        var outcome = await services
            .GetRequiredService<OverlapNoteStore>()
            .AddAsync(
                pair,
                new()
                {
                    Id = Guid.CreateVersion7(at),
                    Text = "The dogs are ours; the kennels are paid for by UNODC.",
                    Proposed = Verdict.CoFunded,
                    WrittenBy = Owner,
                    Partner = ExampleFile.Projects[0].Owner,
                    WrittenAt = at,
                },
                _ => true,
                Owner,
                ct
            );
        if (outcome is not OverlapNoteOutcome.Done)
            throw new InvalidDataException($"The sample's example {pair} is no overlap.");
    }
}
