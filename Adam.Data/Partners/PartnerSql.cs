using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Partners;

namespace Adam.Data.Partners;

internal static class PartnerSql
{
    public static readonly StatementSet Statements = new(nameof(PartnerSql));

    private static readonly SqlText Columns = $"p.PartnerId, p.Code, p.Kind, p.Name, p.Contact, p.Version";

    /// <summary>
    /// Returns the sum of all versions. It grows with every change, because partners are never removed, so it shows if
    /// a cached directory is current.
    /// </summary>
    public static readonly SqlQuery<NoParameters, long> Revision = new(
        Statements,
        $"SELECT COALESCE(SUM(Version), 0) FROM Partner"
    );

    public static readonly SqlQuery<NoParameters, PartnerRow> All = new(
        Statements,
        $"SELECT {Columns} FROM Partner p ORDER BY p.PartnerId"
    );

    public static readonly SqlQuery<PartnerCode, PartnerRow> ByCode = new(
        Statements,
        $"SELECT {Columns} FROM Partner p WHERE p.Code = @Code"
    );

    /// <summary>Returns the codes of the partners with any part in a project.</summary>
    public static readonly SqlQuery<NoParameters, string> WithProjects = new(
        Statements,
        $"""
        SELECT p.Code
        FROM Partner p
        WHERE EXISTS (
            SELECT 1
            FROM ProjectFacet f
            WHERE f.Facet = {SqlText.Literal(Facet.Partner)} AND f.Value = p.Code)
        """
    );

    /// <summary>Returns the other names of partners, in the order in which they were given.</summary>
    public static readonly SqlQuery<PartnerIds, SpellingRow> Names = new(
        Statements,
        $"""
        SELECT PartnerId, Name
        FROM PartnerName
        WHERE PartnerId IN @Ids AND Ordinal > 0
        ORDER BY PartnerId, Ordinal
        """
    );

    /// <summary>Returns every spelling of every partner.</summary>
    public static readonly SqlQuery<NoParameters, PartnerNameRow> Spellings = new(
        Statements,
        $"SELECT PartnerId, NameKey, Ordinal, Name FROM PartnerName ORDER BY NameKey"
    );

    public static readonly SqlQuery<PartnerIds, SpellingRow> Identifiers = new(
        Statements,
        $"""
        SELECT PartnerId, Identifier AS Name
        FROM PartnerIdentifier
        WHERE PartnerId IN @Ids
        ORDER BY PartnerId, Ordinal
        """
    );

    /// <summary>Returns the memberships of partners, in their order.</summary>
    public static readonly SqlQuery<PartnerIds, MembershipRow> Memberships = new(
        Statements,
        $"""
        SELECT PartnerId, FromDay, UntilDay, EndorsedAt
        FROM PartnerMembership
        WHERE PartnerId IN @Ids
        ORDER BY PartnerId, Ordinal
        """
    );

    public static readonly SqlQuery<PartnerCode, int> IdOf = new(
        Statements,
        $"SELECT PartnerId FROM Partner WHERE Code = @Code"
    );

    /// <summary>Returns the code of another partner that has a name.</summary>
    public static readonly SqlQuery<SpellingOfOther, string> WhoHasName = new(
        Statements,
        $"""
        SELECT p.Code
        FROM PartnerName n
        INNER JOIN Partner p ON p.PartnerId = n.PartnerId
        WHERE n.NameKey = @Key AND p.Code <> @Code
        """
    );

    /// <summary>Returns the code of another partner that has an identifier.</summary>
    public static readonly SqlQuery<SpellingOfOther, string> WhoHasIdentifier = new(
        Statements,
        $"""
        SELECT p.Code
        FROM PartnerIdentifier i
        INNER JOIN Partner p ON p.PartnerId = i.PartnerId
        WHERE i.Identifier = @Key AND p.Code <> @Code
        """
    );

    public static readonly SqlQuery<OrganisationKey, string> OrganisationName = new(
        Statements,
        $"SELECT Name FROM OrganisationName WHERE NameKey = @Key"
    );

    /// <summary>
    /// Returns the documents of the restricted projects that name organisations with these keys. Their spellings are in
    /// no table.
    /// </summary>
    public static readonly SqlQuery<OrganisationKeys, string> RestrictedProjectsNaming = new(
        Statements,
        $"""
        SELECT p.Document
        FROM ProjectFacet v
        CROSS JOIN ProjectFacet f
        CROSS JOIN Project p
        WHERE v.Facet = 'visibility' AND v.Value = 'restricted'
          AND f.ProjectId = v.ProjectId AND f.Facet IN ('donor', 'implementer') AND f.Value IN @Keys
          AND p.ProjectId = v.ProjectId
        ORDER BY p.ProjectId
        """
    );

    public static readonly SqlQuery<OrganisationKeys, OrganisationRow> OrganisationNames = new(
        Statements,
        $"""
        SELECT NameKey, Name
        FROM OrganisationName
        WHERE NameKey IN @Keys
        """
    );

    public static readonly SqlChange<ChangedPartner> Change = new(
        Statements,
        $"""
        UPDATE Partner
        SET Name = @Name, Contact = @Contact, Version = Version + 1
        WHERE PartnerId = @PartnerId
        """
    );

    public static readonly SqlChange<PartnerNumber> RemoveNames = new(
        Statements,
        $"DELETE FROM PartnerName WHERE PartnerId = @PartnerId"
    );

    public static readonly SqlChange<PartnerNumber> RemoveIdentifiers = new(
        Statements,
        $"DELETE FROM PartnerIdentifier WHERE PartnerId = @PartnerId"
    );

    public static readonly SqlChange<PartnerNumber> RemoveMemberships = new(
        Statements,
        $"DELETE FROM PartnerMembership WHERE PartnerId = @PartnerId"
    );

    /// <summary>Returns the PartnerIds of codes. @Rows: Code.</summary>
    public static readonly SqlQuery<RowsParameter, NumberedName> IdsOf = new(
        Statements,
        dialect =>
            $"""
                SELECT p.Code AS Name, p.PartnerId AS Number
                FROM {dialect.Rows($"@Rows", ("Code", "nvarchar(20)"))} r
                CROSS JOIN Partner p
                WHERE p.Code = {dialect.ByCodePoint($"r.Code")}
                """
    );

    /// <summary>Adds a partner and returns its PartnerId.</summary>
    public static readonly SqlQuery<NewPartner, int> Add = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO Partner (Code, Kind, Name, Contact, Version)
                VALUES (@Code, @Kind, @Name, @Contact, 1);
                {dialect.InsertedId}
                """
    );

    public static readonly SqlChange<SpellingsOfPartner> AddNames = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO PartnerName (NameKey, PartnerId, Ordinal, Name)
                SELECT r.NameKey, @PartnerId, r.Ordinal, r.Name
                FROM {dialect.Rows(
                    $"@Rows",
                    ("NameKey", "nvarchar(200)"),
                    ("Ordinal", "int"),
                    ("Name", "nvarchar(400)")
                )} r
                """
    );

    public static readonly SqlChange<SpellingsOfPartner> AddIdentifiers = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO PartnerIdentifier (Identifier, PartnerId, Ordinal)
                SELECT r.Identifier, @PartnerId, r.Ordinal
                FROM {dialect.Rows($"@Rows", ("Identifier", "nvarchar(100)"), ("Ordinal", "int"))} r
                """
    );

    public static readonly SqlChange<SpellingsOfPartner> AddMemberships = new(
        Statements,
        dialect =>
            $"""
                INSERT INTO PartnerMembership (PartnerId, Ordinal, FromDay, UntilDay, EndorsedAt)
                SELECT @PartnerId, r.Ordinal, r.FromDay, r.UntilDay, r.EndorsedAt
                FROM {dialect.Rows(
                    $"@Rows",
                    ("Ordinal", "int"),
                    ("FromDay", "int"),
                    ("UntilDay", "int"),
                    ("EndorsedAt", "nvarchar(40)")
                )} r
                """
    );
}

internal sealed record PartnerCode(string Code);

internal sealed record PartnerNumber(int PartnerId);

internal sealed record PartnerIds(int[] Ids);

/// <param name="Code">The partner that is excluded.</param>
internal sealed record SpellingOfOther(string Key, string Code);

internal sealed record OrganisationKey(string Key);

internal sealed record OrganisationKeys(string[] Keys);

internal sealed record ChangedPartner(int PartnerId, string Name, string? Contact);

internal sealed record NewPartner(string Code, byte Kind, string Name, string? Contact);

/// <param name="Rows">A JSON array with one inner array for each row (<see cref="JsonRowSet"/>).</param>
internal sealed record SpellingsOfPartner(int PartnerId, string Rows);

internal sealed record PartnerRow
{
    public int PartnerId { get; init; }
    public string Code { get; init; } = "";
    public int Kind { get; init; }
    public string Name { get; init; } = "";
    public string? Contact { get; init; }
    public int Version { get; init; }
}

/// <summary>A spelling of a partner with all columns of its row.</summary>
internal sealed record PartnerNameRow
{
    public int PartnerId { get; init; }
    public string NameKey { get; init; } = "";
    public int Ordinal { get; init; }
    public string Name { get; init; } = "";
}

/// <summary>A spelling that means a partner.</summary>
/// <param name="Ordinal">0 for code and name; other names from 1 on.</param>
internal sealed record PartnerSpelling(string NameKey, int Ordinal, string Name);

/// <summary>A name or an identifier of a partner.</summary>
internal sealed record SpellingRow
{
    public int PartnerId { get; init; }
    public string Name { get; init; } = "";
}

/// <summary>A membership of a partner. Days are numbers from 0001-01-01 on.</summary>
internal sealed record MembershipRow
{
    public int PartnerId { get; init; }
    public int? FromDay { get; init; }
    public int? UntilDay { get; init; }
    public string? EndorsedAt { get; init; }

    public Membership ToMembership() => new(DayOf(FromDay), DayOf(UntilDay), EndorsedAt);

    private static DateOnly? DayOf(int? number) => number is { } day ? DateOnly.FromDayNumber(day) : null;
}

internal sealed record OrganisationRow
{
    public string NameKey { get; init; } = "";
    public string Name { get; init; } = "";
}
