using Adam.Data.Databases;
using Adam.Data.Overlaps.Verdicts;

namespace Adam.Data.Overlaps.Notes;

internal static class OverlapNoteSql
{
    public static readonly StatementSet Statements = new(nameof(OverlapNoteSql));

    public static readonly SqlChange<NewOverlapNote> Add = new(
        Statements,
        $"""
        INSERT INTO OverlapNote (Id, FirstId, SecondId, Text, Proposed, WrittenBy, Partner, WrittenAt)
        VALUES (@Id, @FirstId, @SecondId, @Text, @Proposed, @WrittenBy, @Partner, @WrittenAt)
        """
    );

    /// <summary>Returns the notes on a pair, the earliest first.</summary>
    public static readonly SqlQuery<PairParameters, OverlapNote> OfPair = new(
        Statements,
        $"""
        SELECT n.Id, n.Text, n.Proposed, n.WrittenBy, n.Partner, n.WrittenAt
        FROM OverlapNote n
        WHERE n.FirstId = @FirstId AND n.SecondId = @SecondId
        ORDER BY n.NoteId
        """
    );

    public static readonly SqlQuery<PairParameters, int> CountOfPair = new(
        Statements,
        $"SELECT COUNT(*) FROM OverlapNote n WHERE n.FirstId = @FirstId AND n.SecondId = @SecondId"
    );
}

internal sealed record NewOverlapNote(
    Guid Id,
    long FirstId,
    long SecondId,
    string Text,
    byte? Proposed,
    string WrittenBy,
    string Partner,
    DateTimeOffset WrittenAt
);
