namespace Adam.Tests.Conventions;

/// <summary>A protection of <c>mutation/protections.txt</c>, which explains the members.</summary>
internal sealed record Protection(string Name, string File, string Code, string Off, IReadOnlyList<string> Tests)
{
    /// <summary>Reads all protections, in the order of the file.</summary>
    public static IReadOnlyList<Protection> ReadAll() =>
        [
            .. Repository
                .Read("mutation", "protections.txt")
                .Split("\n\n")
                .Skip(1) // the explanation
                .Select(block => block.Trim().Split('\n').Select(line => line.Split(':', 2)).ToList())
                .Select(lines =>
                    lines.Select(line => line[0]).ToArray() is ["name", "file", "code", "off", .. var further]
                    && further.All(key => key == "test")
                        ? new Protection(
                            lines[0][1].Trim(),
                            lines[1][1].Trim(),
                            lines[2][1].Trim(),
                            lines[3][1].Trim(),
                            [.. lines.Skip(4).Select(line => line[1].Trim())]
                        )
                        : throw new FormatException($"{lines[0][^1]}: name, file, code, off and tests, in this order")
                ),
        ];

    /// <summary>Returns the row of the table in docs/security.md.</summary>
    public string ToRow()
    {
        var off = Off.Length == 0 ? "" : $" → `{Escaped(Off)}`";
        var tests = string.Join(", ", Tests.Select(test => $"`{test}`"));
        return $"| {Name} | `{File}`: `{Escaped(Code)}`{off} | {tests} |";
    }

    private static string Escaped(string code) => code.Replace("|", "\\|", StringComparison.Ordinal);
}
