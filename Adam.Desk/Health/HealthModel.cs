using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Health;

public sealed record HealthState(string Status);

/// <summary>The state of the register, as <c>/health/ready</c> states it to probes.</summary>
public sealed record HealthModel(HealthState Ready)
{
    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api) =>
        View.Create<HealthPage, HealthModel>(
            desk.Words["House.health"],
            "house",
            new(await api.GetAsync<HealthState>("/health/ready"))
        );
}
