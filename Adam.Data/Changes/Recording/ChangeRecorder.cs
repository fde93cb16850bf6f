using Adam.Data.Databases;
using Adam.Domain.Projects;

namespace Adam.Data.Changes.Recording;

/// <summary>A change to be added to the log.</summary>
/// <param name="ProjectId">The project, or the first project of a pair.</param>
/// <param name="OtherId">The second project of a pair; null for a change of a project.</param>
/// <param name="Version">The version of the project after the change; null for a decision.</param>
/// <param name="Fields">The members of the record that changed; empty for other changes.</param>
/// <param name="Restriction">The readers of the change.</param>
internal sealed record NewChange(
    ChangeKind Kind,
    long ProjectId,
    long? OtherId,
    int? Version,
    IReadOnlyList<string> Fields,
    ChangeScope Scope,
    ChangeRestriction Restriction = default
);

/// <summary>
/// The partners that alone see a change, beside analysts and admins. They are the owners of restricted projects.
/// </summary>
/// <param name="First">
/// The owner of the project if it was restricted before the change, or of the first project of a restricted pair; null
/// if everybody read it.
/// </param>
/// <param name="Second">The same of the project after the change, or of the second project.</param>
internal readonly record struct ChangeRestriction(string? First, string? Second)
{
    /// <summary>Returns the owner of a restricted project; null if everybody reads the project.</summary>
    public static string? OwnerOf(Project? project) =>
        project is { Draft.Visibility: Visibility.Restricted } ? project.Owner : null;
}

/// <summary>
/// Adds changes to the log in the transaction of the write. The numbers ascend in the order of the commits, because the
/// register has one writer at a time: a write that gets a number later also commits later.
/// </summary>
internal static class ChangeRecorder
{
    /// <param name="session">The session of the write, which the caller commits.</param>
    /// <param name="changes">The changes, in the order of their numbers.</param>
    /// <param name="by">The name of the key that writes.</param>
    public static async Task AddAsync(
        Session session,
        IReadOnlyList<NewChange> changes,
        string by,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var rows = changes.Select(
            (change, ordinal) =>
                new object[]
                {
                    ordinal,
                    (int)change.Kind,
                    change.ProjectId,
                    change.OtherId ?? 0,
                    change.Version ?? 0,
                    string.Join(',', change.Fields),
                    change.Scope.Write(),
                    change.Restriction.First ?? "",
                    change.Restriction.Second ?? "",
                }
        );
        foreach (var batch in JsonRowSet.SerializeInBatches(rows))
            await session.ExecuteAsync(ChangeRecorderSql.Add, new(at, by, batch), ct);
    }

    /// <summary>Adds the end of an import.</summary>
    /// <param name="partner">The partner that sent the file.</param>
    public static Task AddImportAsync(
        Session session,
        long importId,
        string partner,
        string by,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        session.ExecuteAsync(
            ChangeRecorderSql.AddImport,
            new(importId, at, by, new ChangeScope([partner], [], [], []).Write()),
            ct
        );

    /// <summary>Adds that a questionnaire is due soon.</summary>
    public static Task AddReminderAsync(
        Session session,
        QuestionnaireReminder reminder,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        session.ExecuteAsync(
            ChangeRecorderSql.AddReminder,
            new(
                at,
                new ChangeScope([], [], [], []).Write(),
                reminder.QuestionnaireId,
                reminder.DueOn.DayNumber,
                reminder.Step
            ),
            ct
        );
}

internal static class ChangeRecorderSql
{
    public static readonly StatementSet Statements = new(nameof(ChangeRecorderSql));

    public static readonly SqlChange<NewImportChange> AddImport = new(
        Statements,
        $"""
        INSERT INTO RegisterChange (Kind, ChangedAt, ChangedBy, Scope, ImportId)
        VALUES ({SqlText.Literal((int)ChangeKind.ImportFinished)}, @At, @By, @Scope, @ImportId)
        """
    );

    public static readonly SqlChange<NewReminderChange> AddReminder = new(
        Statements,
        $"""
        INSERT INTO RegisterChange (Kind, ChangedAt, Scope, QuestionnaireId, DueDay, ReminderStep)
        VALUES ({SqlText.Literal((int)ChangeKind.QuestionnaireDue)}, @At, @Scope, @QuestionnaireId, @DueDay, @Step)
        """
    );

    /// <remarks>
    /// @Rows: Ordinal, Kind, ProjectId, OtherId (0 for none), Version (0 for none), Fields (empty for none), Scope, and
    /// the codes of the partners of <see cref="ChangeRestriction"/> (empty for none).
    /// </remarks>
    public static readonly SqlChange<NewChanges> Add = new(
        Statements,
        dialect =>
        {
            var rows = dialect.Rows(
                $"@Rows",
                ("Ordinal", "int"),
                ("Kind", "tinyint"),
                ("ProjectId", "bigint"),
                ("OtherId", "bigint"),
                ("Version", "int"),
                ("Fields", "nvarchar(1000)"),
                ("Scope", "nvarchar(max)"),
                ("FirstRestrictedTo", "nvarchar(20)"),
                ("SecondRestrictedTo", "nvarchar(20)")
            );
            return $"""
                INSERT INTO RegisterChange (
                    Kind, ProjectId, OtherId, Version, ChangedAt, ChangedBy, Fields, Scope, FirstRestrictedTo,
                    SecondRestrictedTo)
                SELECT r.Kind, r.ProjectId, NULLIF(r.OtherId, 0), NULLIF(r.Version, 0), @At, @By, NULLIF(r.Fields, ''),
                       r.Scope, {PartnerId("FirstRestrictedTo")}, {PartnerId("SecondRestrictedTo")}
                FROM {rows} r
                ORDER BY r.Ordinal
                """;

            SqlText PartnerId(string column) =>
                $"""
                    (
                        SELECT w.PartnerId
                        FROM Partner w
                        WHERE w.Code = {dialect.ByCodePoint($"r.{SqlText.Identifier(column)}")})
                    """;
        }
    );
}

/// <param name="By">The name of the key that writes.</param>
/// <param name="Rows">A JSON array with one inner array for each row (<see cref="JsonRowSet"/>).</param>
internal sealed record NewChanges(DateTimeOffset At, string By, string Rows);

internal sealed record NewReminderChange(DateTimeOffset At, string Scope, int QuestionnaireId, int DueDay, int Step);

internal sealed record NewImportChange(long ImportId, DateTimeOffset At, string By, string Scope);
