using Adam.Data.Engines;

namespace Adam.Data.Partners;

internal static class PartnerSql
{
    private const string Columns = "p.PartnerId, p.Code, p.Kind, p.Name, p.Member, p.Contact, p.Version";

    /// <summary>
    /// The sum of all versions. It grows with every change, because partners are never removed, so it shows whether a
    /// cached directory is current.
    /// </summary>
    public const string Revision = "SELECT COALESCE(SUM(Version), 0) FROM Partner";

    public const string All = $"SELECT {Columns} FROM Partner p ORDER BY p.PartnerId";

    public const string ByCode = $"SELECT {Columns} FROM Partner p WHERE p.Code = @code";

    public const string Names = "SELECT PartnerId, Name FROM PartnerName WHERE PartnerId IN @ids AND Ordinal > 0 ORDER BY PartnerId, Ordinal";

    public const string Identifiers = "SELECT PartnerId, Identifier AS Name FROM PartnerIdentifier WHERE PartnerId IN @ids ORDER BY PartnerId, Ordinal";

    public const string IdOf = "SELECT PartnerId FROM Partner WHERE Code = @code";

    public const string WhoHasName = "SELECT p.Code FROM PartnerName n INNER JOIN Partner p ON p.PartnerId = n.PartnerId WHERE n.NameKey = @key AND p.Code <> @code";

    public const string WhoHasIdentifier =
        "SELECT p.Code FROM PartnerIdentifier i INNER JOIN Partner p ON p.PartnerId = i.PartnerId WHERE i.Identifier = @identifier AND p.Code <> @code";

    public const string OrganisationName = "SELECT Name FROM OrganisationName WHERE NameKey = @key";

    public const string OrganisationNames = "SELECT NameKey, Name FROM OrganisationName WHERE NameKey IN @keys";

    public const string Change = """
        UPDATE Partner
        SET Name = @Name, Member = @Member, Contact = @Contact, Version = Version + 1
        WHERE PartnerId = @PartnerId
        """;

    public const string RemoveNames = "DELETE FROM PartnerName WHERE PartnerId = @partnerId";

    public const string RemoveIdentifiers = "DELETE FROM PartnerIdentifier WHERE PartnerId = @partnerId";

    public static string IdsOf(Engine engine) => $"""
        SELECT p.Code AS Name, p.PartnerId AS Number
        FROM {engine.Rows("@codes", ("Code", "nvarchar(20)"))} r
        CROSS JOIN Partner p
        WHERE p.Code = {engine.ByCodePoint("r.Code")}
        """;

    public static string Add(Engine engine) => $"""
        INSERT INTO Partner (Code, Kind, Name, Member, Contact, Version)
        VALUES (@Code, @Kind, @Name, @Member, @Contact, 1);
        {engine.InsertedId}
        """;

    public static string AddNames(Engine engine) => $"""
        INSERT INTO PartnerName (NameKey, PartnerId, Ordinal, Name)
        SELECT r.NameKey, @partnerId, r.Ordinal, r.Name
        FROM {engine.Rows("@rows", ("NameKey", "nvarchar(200)"), ("Ordinal", "int"), ("Name", "nvarchar(200)"))} r
        """;

    public static string AddIdentifiers(Engine engine) => $"""
        INSERT INTO PartnerIdentifier (Identifier, PartnerId, Ordinal)
        SELECT r.Identifier, @partnerId, r.Ordinal
        FROM {engine.Rows("@rows", ("Identifier", "nvarchar(100)"), ("Ordinal", "int"))} r
        """;
}
