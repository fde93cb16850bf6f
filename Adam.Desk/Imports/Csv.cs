using System.Text;

namespace Adam.Desk.Imports;

/// <summary>Reads and writes CSV as the API sends it (RFC 4180, commas, UTF-8 with a byte order mark).</summary>
public static class Csv
{
    public static List<string[]> Read(ReadOnlySpan<byte> content)
    {
        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
        var (rows, row, cell) = (new List<string[]>(), new List<string>(), new StringBuilder());
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (isQuoted && letter == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[++i]);
            else if (letter == '"')
                isQuoted = !isQuoted;
            else if (isQuoted || letter is not (',' or '\r' or '\n'))
                cell.Append(letter);
            else if (letter == ',')
                EndCell();
            else if (letter == '\n')
                EndRow();
        }

        if (cell.Length > 0 || row.Count > 0)
            EndRow();
        return rows;

        void EndCell()
        {
            row.Add(cell.ToString());
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            rows.Add([.. row]);
            row.Clear();
        }
    }

    public static byte[] Write(IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows)
            text.AppendJoin(',', row.Select(Quoted)).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    /// <summary>Returns the index of a column from its letters, counted from 0; -1 if they are none.</summary>
    public static int IndexOf(string letters) =>
        letters.Length is > 0 and <= 3 && letters.All(char.IsAsciiLetterUpper)
            ? letters.Aggregate(0, (index, letter) => (index * 26) + letter - 'A' + 1) - 1
            : -1;
}
