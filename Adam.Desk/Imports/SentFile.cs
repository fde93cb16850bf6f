using Adam.Desk.Forms;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Imports;

/// <summary>
/// The file of an import. The page of the next step keeps a small one, so that nobody chooses it again and the server
/// stores nothing before the import.
/// </summary>
public sealed record SentFile(string Name, byte[] Content)
{
    /// <summary>The most bytes of a file that a page keeps, and whose rows it shows.</summary>
    public const int MostHeld = 3 << 20;

    /// <summary>The field with a file that is chosen.</summary>
    public const string Chosen = "file";

    /// <summary>The field with the content of a file that the page keeps, in base64.</summary>
    public const string HeldContent = "heldFile";

    /// <summary>The field with the name of a file that the page keeps.</summary>
    public const string HeldName = "heldName";

    private static readonly string[] Tables = [".csv", ".tsv", ".xlsx", ".xlsm"];

    public bool IsHeld => Content.Length <= MostHeld;

    /// <summary>True if the name is that of a table, whose columns have a meaning.</summary>
    public bool IsTable => Tables.Contains(Path.GetExtension(Name).ToLowerInvariant());

    /// <summary>Returns the chosen file, else the one that the page has kept; null if there is none.</summary>
    public static async Task<SentFile?> ReadAsync(IFormCollection form, CancellationToken ct)
    {
        if (form.Files[Chosen] is { Length: > 0 } chosen)
        {
            using var content = new MemoryStream();
            await chosen.CopyToAsync(content, ct);
            return new(Path.GetFileName(chosen.FileName), content.ToArray());
        }

        var fields = Fields.Read(form);
        var text = fields[HeldContent];
        var bytes = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var count)
            ? new(Path.GetFileName(fields[HeldName]), bytes[..count])
            : null;
    }
}
