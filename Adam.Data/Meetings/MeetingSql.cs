using Adam.Data.Databases;

namespace Adam.Data.Meetings;

internal static class MeetingSql
{
    public static readonly StatementSet Statements = new(nameof(MeetingSql));

    private static readonly SqlText Columns = $"m.MeetingId, m.Version, m.WithdrawnAt, m.Document";

    /// <summary>
    /// Returns the sum of all versions. It grows with every change, because meetings are never removed, so it shows if
    /// cached meetings are current.
    /// </summary>
    public static readonly SqlQuery<NoParameters, long> Revision = new(
        Statements,
        $"SELECT COALESCE(SUM(Version), 0) FROM Meeting"
    );

    /// <summary>Returns all meetings, withdrawn or not, in the order in which they were recorded.</summary>
    public static readonly SqlQuery<NoParameters, MeetingRow> All = new(
        Statements,
        $"SELECT {Columns} FROM Meeting m ORDER BY m.MeetingId"
    );

    /// <summary>Returns the meeting with a key, withdrawn or not.</summary>
    public static readonly SqlQuery<MeetingKey, MeetingRow> ByKey = new(
        Statements,
        $"SELECT {Columns} FROM Meeting m WHERE m.ReferenceKey = @ReferenceKey"
    );

    public static readonly SqlChange<NewMeeting> Add = new(
        Statements,
        $"""
        INSERT INTO Meeting (ReferenceKey, Version, WithdrawnAt, Document)
        VALUES (@ReferenceKey, 1, NULL, @Document)
        """
    );

    /// <summary>Replaces the document of a meeting in a version, and makes it active.</summary>
    public static readonly SqlChange<ChangedMeeting> Change = new(
        Statements,
        $"""
        UPDATE Meeting
        SET Version = Version + 1, WithdrawnAt = NULL, Document = @Document
        WHERE MeetingId = @MeetingId AND Version = @Version
        """
    );

    public static readonly SqlChange<WithdrawnMeeting> Withdraw = new(
        Statements,
        $"""
        UPDATE Meeting
        SET Version = Version + 1, WithdrawnAt = @At
        WHERE MeetingId = @MeetingId AND Version = @Version
        """
    );
}

internal sealed record MeetingKey(string ReferenceKey);

internal sealed record NewMeeting(string ReferenceKey, string Document);

internal sealed record ChangedMeeting(int MeetingId, int Version, string Document);

internal sealed record WithdrawnMeeting(int MeetingId, int Version, DateTimeOffset At);

internal sealed record MeetingRow
{
    public int MeetingId { get; init; }
    public int Version { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string Document { get; init; } = "";
}
