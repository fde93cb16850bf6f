using Adam.Data.Engines;

namespace Adam.Data.Keys;

internal static class KeySql
{
    private const string Columns = "k.ApiKeyId, k.Id, p.Code AS Partner, k.Role, k.Name, k.Hash, k.CreatedAt, k.RevokedAt";

    public const string ById = $"SELECT {Columns} FROM ApiKey k INNER JOIN Partner p ON p.PartnerId = k.PartnerId WHERE k.Id = @id";

    public const string Add = """
        INSERT INTO ApiKey (Id, PartnerId, Role, Name, Hash, CreatedAt)
        SELECT @Id, p.PartnerId, @Role, @Name, @hash, @CreatedAt
        FROM Partner p
        WHERE p.Code = @Partner
        """;

    /// <summary>Revokes a key. A revoked key keeps the instant of its first revocation.</summary>
    public const string Revoke = "UPDATE ApiKey SET RevokedAt = @at WHERE Id = @id AND RevokedAt IS NULL";

    public static string List(Engine engine) => $"""
        SELECT {Columns}
        FROM ApiKey k
        INNER JOIN Partner p ON p.PartnerId = k.PartnerId
        WHERE k.ApiKeyId > @after
        ORDER BY k.ApiKeyId
        {engine.Page}
        """;

    public static string ListOfPartner(Engine engine) => $"""
        SELECT {Columns}
        FROM Partner p
        INNER JOIN ApiKey k ON k.PartnerId = p.PartnerId
        WHERE p.Code = @partner AND k.ApiKeyId > @after
        ORDER BY k.ApiKeyId
        {engine.Page}
        """;
}
