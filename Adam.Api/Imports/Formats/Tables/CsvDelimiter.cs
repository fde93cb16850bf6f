using System.Text;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>Finds the character that separates the fields of a text file.</summary>
internal static class CsvDelimiter
{
    private const string Excel = "sep=";

    /// <summary>The records in which headings are sought: titles and notes can stand above them.</summary>
    private const int MostRecords = 30;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>
    /// Returns the delimiter, and true if the first line states it as Excel does (<c>sep=;</c>). Otherwise it is the
    /// one that gives the most known headings in one record; without any, the one that gives the most records of equal
    /// width. Values of a list also have semicolons between them, and can be more than the columns.
    /// </summary>
    /// <param name="sample">The beginning of the file.</param>
    /// <param name="isHeading">Tells if a field is a known heading.</param>
    public static (char Delimiter, bool IsStated) Find(ReadOnlySpan<char> sample, Func<string, bool> isHeading)
    {
        if (sample.StartsWith(Excel, StringComparison.OrdinalIgnoreCase) && sample.Length > Excel.Length)
            return (sample[Excel.Length], true);

        var (best, most) = (Delimiters[0], (Headings: -1, Area: -1));
        foreach (var delimiter in Delimiters)
        {
            var (widths, first) = Read(sample, delimiter);
            var area = widths
                .Where(width => width > 1)
                .GroupBy(width => width)
                .Select(group => group.Count() * group.Key)
                .DefaultIfEmpty(0)
                .Max();
            var headings = first.Select(record => record.Count(isHeading)).DefaultIfEmpty(0).Max();
            // One heading is found with each delimiter: it is a whole line, or a word of a note.
            var score = (Headings: headings > 1 ? headings : 0, Area: area);
            if (score.CompareTo(most) > 0)
                (best, most) = (delimiter, score);
        }

        return (best, false);
    }

    /// <summary>Returns the number of fields of each record, and the fields of the first records.</summary>
    private static (List<int> Widths, List<List<string>> First) Read(ReadOnlySpan<char> text, char delimiter)
    {
        var (widths, first, record) = (new List<int>(), new List<List<string>>(), new List<string>());
        var (field, fields, isQuoted) = (new StringBuilder(), 1, false);
        foreach (var character in text)
        {
            if (character == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && character == delimiter)
            {
                fields++;
                EndField();
            }
            else if (!isQuoted && character == '\n')
            {
                EndField();
                EndRecord();
            }
            else if (first.Count < MostRecords)
                field.Append(character);
        }

        // The sample can end within the last record.
        if (widths.Count == 0)
        {
            EndField();
            EndRecord();
        }

        return (widths, first);

        void EndField()
        {
            if (first.Count < MostRecords)
                record.Add(field.ToString().Trim());
            field.Clear();
        }

        void EndRecord()
        {
            widths.Add(fields);
            if (first.Count < MostRecords)
                first.Add(record);
            (record, fields) = ([], 1);
        }
    }
}
