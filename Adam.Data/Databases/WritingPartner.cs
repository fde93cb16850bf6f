namespace Adam.Data.Databases;

/// <summary>
/// The partner for which the present asynchronous flow writes. Writes that wait are let in by partner in turn, so that
/// many writes of one partner do not delay those of another.
/// </summary>
public static class WritingPartner
{
    private static readonly AsyncLocal<string?> Code = new();

    /// <summary>The code of the partner; empty for the program itself.</summary>
    public static string Current => Code.Value ?? "";

    /// <summary>Sets the partner until the end of the calling asynchronous method.</summary>
    public static void Set(string? partner) => Code.Value = partner;
}
