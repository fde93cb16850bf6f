using Adam.Data.Databases;
using Adam.Domain.Keys;

namespace Adam.Data.Keys;

internal static class KeySql
{
    public static readonly StatementSet Statements = new(nameof(KeySql));

    private static readonly SqlText Columns =
        $"k.ApiKeyId, k.Id, p.Code AS Partner, k.Role, k.Name, k.Hash, k.CreatedAt, k.RevokedAt";

    public static readonly SqlQuery<KeyId, KeyRow> ById = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM ApiKey k
        INNER JOIN Partner p ON p.PartnerId = k.PartnerId
        WHERE k.Id = @Id
        """
    );

    public static readonly SqlChange<NewKey> Add = new(
        Statements,
        $"""
        INSERT INTO ApiKey (Id, PartnerId, Role, Name, Hash, CreatedAt)
        SELECT @Id, p.PartnerId, @Role, @Name, @Hash, @CreatedAt
        FROM Partner p
        WHERE p.Code = @Partner
        """
    );

    /// <summary>Revokes a key. A revoked key keeps the instant of its first revocation.</summary>
    public static readonly SqlChange<RevokedKey> Revoke = new(
        Statements,
        $"""
        UPDATE ApiKey
        SET RevokedAt = @At
        WHERE Id = @Id AND RevokedAt IS NULL
        """
    );

    public static readonly SqlQuery<PageOfKeys, KeyRow> List = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM ApiKey k
                INNER JOIN Partner p ON p.PartnerId = k.PartnerId
                WHERE k.ApiKeyId > @After
                ORDER BY k.ApiKeyId
                {dialect.Page($"@Take")}
                """
    );

    public static readonly SqlQuery<PageOfPartnersKeys, KeyRow> ListOfPartner = new(
        Statements,
        dialect =>
            $"""
                SELECT {Columns}
                FROM Partner p
                INNER JOIN ApiKey k ON k.PartnerId = p.PartnerId
                WHERE p.Code = @Partner AND k.ApiKeyId > @After
                ORDER BY k.ApiKeyId
                {dialect.Page($"@Take")}
                """
    );
}

internal sealed record KeyId(string Id);

internal sealed record NewKey(string Id, string Partner, byte Role, string Name, byte[] Hash, DateTimeOffset CreatedAt);

internal sealed record RevokedKey(string Id, DateTimeOffset At);

internal sealed record PageOfKeys(long After, int Take);

internal sealed record PageOfPartnersKeys(string Partner, long After, int Take);

internal sealed record KeyRow
{
    public long ApiKeyId { get; init; }
    public string Id { get; init; } = "";
    public string Partner { get; init; } = "";
    public int Role { get; init; }
    public string Name { get; init; } = "";
    public byte[] Hash { get; init; } = [];
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    public StoredKey ToKey() => new(ApiKeyId, new(Id, Partner, (Role)Role, Name, CreatedAt, RevokedAt), Hash);
}
