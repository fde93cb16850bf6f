using Adam.Data.Audit.Recording;
using Adam.Data.Layers;
using Adam.Domain.Geography;
using Adam.Domain.Keys;
using Adam.Domain.Layers;
using CsCheck;

namespace Adam.Tests.Layers;

/// <summary>Compares lists and summaries of random layers with a look at each item.</summary>
public sealed class LayerPropertyTests(string engine) : RegisterTests(engine)
{
    private static readonly DateOnly FirstDay = new(2014, 11, 1);

    private static readonly Actor By = "test";

    private static readonly Layer Seizures = new(ShippedLayers.Recorded[0], Version: 1, null, null);

    private static readonly Gen<(string Recorder, string Country)> Origin = Gen.Select(
        Gen.OneOf("TJ", "UZ", "DE"),
        Gen.OneOf("TJ", "UZ")
    );

    private static readonly Gen<(int Latitude, int Longitude)?> Place = Gen.Select(
        Gen.Int[0, 5],
        Gen.Int[-8, 8],
        Gen.Int[-18, 18],
        (none, latitude, longitude) => none == 0 ? ((int, int)?)null : (latitude, longitude)
    );

    private static readonly Gen<ARandomItem> Item = Gen.Select(
        Origin,
        Gen.Int[0, 500],
        Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[1, 500]), (1, Gen.Const(-1))),
        Place,
        Gen.OneOf("heroin", "opium"),
        Gen.Frequency((1, Gen.Const(-1)), (4, Gen.Int[0, 1_000_000])),
        Gen.OneOf("kg", "l"),
        Gen.Frequency((6, Gen.Const(0)), (1, Gen.Const(1)), (1, Gen.Const(2))),
        (origin, day, days, place, substance, quantity, unit, state) =>
            new ARandomItem(origin.Recorder, origin.Country, day, days, place, substance, quantity, unit, state)
    );

    private static readonly Gen<BoundingBox?> Box = Gen.Select(
        Gen.Int[0, 2],
        Gen.Int[-18, 18],
        Gen.Int[-9, 9],
        Gen.Int[-18, 18],
        Gen.Int[-9, 9],
        (none, west, one, east, other) =>
            none == 0
                ? null
                : BoundingBox.FromDegrees(west * 10, Math.Min(one, other) * 10, east * 10, Math.Max(one, other) * 10)
    );

    private static readonly Gen<LayerItemFilter> Filter = Gen.Select(
        Box,
        Gen.Frequency((1, Gen.Const(-1)), (1, Gen.Int[0, 800])),
        Gen.Frequency((1, Gen.Const(-1)), (1, Gen.Int[0, 800])),
        Gen.OneOf("", "TJ", "UZ", "TJ,UZ"),
        (box, from, days, countries) =>
            new LayerItemFilter("seizures")
            {
                Box = box,
                From = from < 0 ? null : FirstDay.AddDays(from),
                Until = days < 0 ? null : FirstDay.AddDays(Math.Max(0, from) + days),
                Countries = countries.Split(',', StringSplitOptions.RemoveEmptyEntries),
            }
    );

    private LayerItemStore _items = null!;
    private LayerSummaryStore _summaries = null!;

    [SetUp]
    public void CreateStores() =>
        (_items, _summaries) = (new(Register.Database, TimeProvider.System), new(Register.Database));

    [Test]
    public Task Lists_have_the_items_that_a_look_at_each_finds() =>
        Gen.Select(Item.Array[0, 30], Filter.Array[8], Gen.Int[1, 7])
            .SampleAsync(
                async (items, filters, limit) =>
                {
                    await EmptyRegister();
                    await RecordAsync(items);
                    foreach (var filter in filters)
                    {
                        foreach (var access in Accesses())
                        {
                            var expected = items
                                .Index()
                                .Where(one => one.Item.Passes(filter, access))
                                .Select(one => $"S-{one.Index}");
                            var found = new List<string>();
                            Guid? after = null;
                            do
                            {
                                var page = (await _items.PageAsync(filter, access, after, limit, default))!;
                                found.AddRange(page.Items.Select(one => one.Item.Draft.Reference));
                                after = page.Next;
                            } while (after is not null);

                            Assert.That(found, Is.EquivalentTo(expected), $"{filter} {access}");
                            Assert.That(
                                await _items.CountAsync(filter, access, 1_000, default),
                                Is.EqualTo(found.Count)
                            );
                        }
                    }
                },
                iter: 15,
                threads: 1
            );

    [Test]
    public Task Summary_is_that_of_a_count_of_each_item() =>
        Gen.Select(Item.Array[0, 60], Gen.OneOf("TJ", "UZ", "DE", ""))
            .SampleAsync(
                async (items, partner) =>
                {
                    await EmptyRegister();
                    await RecordAsync(items);
                    var byThrees = LayerAccess.ForReader(LayerSensitivity.AggregateOnly, Role.Donor, partner);
                    Assert.That(byThrees, Is.EqualTo(new LayerAccess(partner, SummaryByThrees: true)));
                    foreach (var access in Accesses().Append(byThrees))
                    {
                        var parts = await _summaries.ReadAsync(Seizures.Draft, new([], null, null), access, default);
                        Assert.That(Shown(parts), Is.EquivalentTo(Expected(items, access)), $"{access}");
                    }
                },
                iter: 15,
                threads: 1
            );

    private static IReadOnlyList<LayerAccess> Accesses() => [new(null, false), new("TJ", false), new("", false)];

    private static IEnumerable<string> Shown(IEnumerable<SummaryPart> parts) =>
        parts
            .GroupBy(part => (part.Country, part.Year, Substance: part.Codes["substance"]))
            .Select(group =>
            {
                var numbers = group
                    .SelectMany(part => part.Numbers)
                    .GroupBy(number => number.Unit)
                    .OrderBy(number => number.Key, StringComparer.Ordinal)
                    .Select(number =>
                        FormattableString.Invariant(
                            $" {number.Key} {number.Sum(one => one.Events)} {number.Sum(one => one.Sum):0.####}"
                        )
                    );
                return $"{group.Key} {group.Sum(part => part.Events)}{string.Concat(numbers)}";
            });

    private static IEnumerable<string> Expected(IEnumerable<ARandomItem> items, LayerAccess access)
    {
        var counted = items.Where(item => item.State == 0).ToList();
        var own = counted.Where(item => access.Recorder is null || item.Recorder == access.Recorder);
        if (access.SummaryByThrees)
        {
            var others = counted
                .Where(item => item.Recorder != access.Recorder)
                .GroupBy(item =>
                    (item.Country, item.From.Year, item.Substance, Unit: item.Quantity < 0 ? null : item.Unit)
                )
                .SelectMany(cell => cell.Take(cell.Count() / 3 * 3));
            own = own.Concat(others);
        }

        return own.GroupBy(item => (item.Country, (int?)item.From.Year, item.Substance))
            .Select(group =>
            {
                var numbers = group
                    .Where(item => item.Quantity >= 0)
                    .GroupBy(item => item.Unit)
                    .OrderBy(number => number.Key, StringComparer.Ordinal)
                    .Select(number =>
                        FormattableString.Invariant(
                            $" {number.Key} {number.Count()} {number.Sum(item => item.Quantity / 10_000m):0.####}"
                        )
                    );
                return $"{group.Key} {group.Count()}{string.Concat(numbers)}";
            });
    }

    private async Task RecordAsync(IReadOnlyList<ARandomItem> items)
    {
        foreach (var (i, item) in items.Index())
        {
            var outcome = await _items.AddAsync(Seizures, item.Draft($"S-{i}"), item.Recorder, By, default);
            Assert.That(outcome, Is.InstanceOf<LayerItemOutcome.Done>());
            if (item.State == 0)
                continue;

            var whole = new LayerAccess(null, false);
            var id = ((LayerItemOutcome.Done)outcome).Item.Id;
            var stored = (await _items.FindAsync("seizures", id, whole, default))!;
            if (item.State == 1)
                await _items.WithdrawAsync(Seizures, stored, By, default);
            else
                await _items.CheckAsync(Seizures, stored, ItemCheck.Rejected, By, default);
        }
    }

    /// <param name="Days">The number of further days; -1 for an open end.</param>
    /// <param name="Quantity">In ten-thousandths; -1 for none.</param>
    /// <param name="State">0 active, 1 withdrawn, 2 rejected.</param>
    private sealed record ARandomItem(
        string Recorder,
        string Country,
        int Day,
        int Days,
        (int Latitude, int Longitude)? Place,
        string Substance,
        int Quantity,
        string Unit,
        int State
    )
    {
        public DateOnly From => FirstDay.AddDays(Day);

        private DateOnly? Until => Days < 0 ? null : From.AddDays(Days);

        private Coordinates? Position =>
            Place is var (latitude, longitude) ? Coordinates.FromDegrees(latitude * 10, longitude * 10) : null;

        public LayerItemDraft Draft(string reference)
        {
            var values = new SortedDictionary<string, ItemValue>(StringComparer.Ordinal)
            {
                ["substance"] = ItemValue.FromText(Substance),
            };
            if (Quantity >= 0)
            {
                values["quantity"] = ItemValue.FromNumber(Quantity / 10_000m);
                values["unit"] = ItemValue.FromText(Unit);
            }

            return new()
            {
                Reference = reference,
                Country = Country,
                From = From,
                Until = Until,
                Position = Position,
                Precision = Position is null ? null : PositionPrecision.Place,
                Values = values,
                SourceKind = ItemSourceKind.Government,
            };
        }

        public bool Passes(LayerItemFilter filter, LayerAccess access) =>
            State != 1
            && (access.Recorder is null || access.Recorder == Recorder)
            && (filter.Countries.Count == 0 || filter.Countries.Contains(Country))
            && (filter.Box is null || Position is not { } position || filter.Box.Contains(position))
            && (filter.From is null || Until is null || Until >= filter.From)
            && (filter.Until is null || From <= filter.Until);
    }
}
