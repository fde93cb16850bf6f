using System.Text.Json;
using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Audit;

public sealed record AuditEntry
{
    public long Number { get; init; }
    public DateTimeOffset At { get; init; }
    public string Subject { get; init; } = "";
    public string Action { get; init; } = "";
    public string Id { get; init; } = "";
    public int? Version { get; init; }
    public string? KeyName { get; init; }
    public string? Partner { get; init; }
    public JsonElement? Content { get; init; }
}

/// <summary>The writes of the register, the last one first. The filters are those of the API.</summary>
public sealed record AuditModel(Page<AuditEntry> Page)
{
    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        if (!desk.Me!.May.Contains("administer"))
            return NoticeModel.Create(desk, "House.audit", "House.forAdmins", "house");

        var cursor = desk.Filters["cursor"] is { } after ? $"&cursor={Uri.EscapeDataString(after)}" : "";
        var page = await api.GetAsync<Page<AuditEntry>>(desk.Filters.ApiAddress($"/v1/audit?limit=50{cursor}"));
        return View.Create<AuditPage, AuditModel>(desk.Words["House.audit"], "house", new(page));
    }
}
