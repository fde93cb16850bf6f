using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;
using Adam.Api.Serialization;
using Adam.Data.Progress;
using Adam.Domain.Partners;

namespace Adam.Api.Reports.Sections;

/// <summary>Words the statements and assessments of measures.</summary>
internal sealed class ProgressWords(ReportTexts texts, IReadOnlyList<Partner> partners)
{
    /// <summary>The most statements in a cell: each partner has one.</summary>
    private const int MostStatements = 20;

    private readonly Dictionary<string, Partner> _partners = partners.ToDictionary(
        partner => partner.Code,
        StringComparer.Ordinal
    );

    /// <summary>Returns the last statement of each partner about some measures.</summary>
    public IReadOnlyList<ReportRun> Stated(IReadOnlyList<MeasureProgress> measures) =>
        Join(measures.SelectMany(measure => measure.Stated));

    /// <summary>Returns the last assessment of each of some measures.</summary>
    public IReadOnlyList<ReportRun> Assessed(IReadOnlyList<MeasureProgress> measures) =>
        Join(measures.Select(measure => measure.Assessed).OfType<LastStatement>());

    private IReadOnlyList<ReportRun> Join(IEnumerable<LastStatement> statements)
    {
        var words = statements.Select(Word).ToList();
        if (words.Count > MostStatements)
            words = [.. words.Take(MostStatements), texts["More", words.Count - MostStatements]];
        return words.Count == 0 ? [] : [ReportRun.FromText(string.Join("; ", words))];
    }

    private string Word(LastStatement last)
    {
        var (code, draft) = (last.Statement.Partner, last.Statement.Draft);
        return texts[
            last.IsUnsupported ? "Statement.unsupported" : "Statement",
            _partners.TryGetValue(code, out var partner) ? texts.Partner(partner) : code,
            texts[$"Stage.{Json.NameOf(draft.Stage)}"],
            texts.Day(draft.AsOf)
        ];
    }
}
