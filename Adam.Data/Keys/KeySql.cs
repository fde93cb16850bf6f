using Adam.Data.Databases;
using Adam.Domain.Keys;

namespace Adam.Data.Keys;

internal static class KeySql
{
    public static readonly StatementSet Statements = new(nameof(KeySql));

    private static readonly SqlText Columns = $"""
        k.ApiKeyId, k.Id, p.Code AS Partner, k.Role, k.Name, k.Hash, k.CreatedAt, k.RevokedAt, k.ExpiresAt,
        k.ExpiredAt, k.LastUsedAt, k.AllowedAddresses, k.Scopes, k.Replaces
        """;

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
        INSERT INTO ApiKey (Id, PartnerId, Role, Name, Hash, CreatedAt, ExpiresAt, AllowedAddresses, Scopes, Replaces)
        SELECT @Id, p.PartnerId, @Role, @Name, @Hash, @CreatedAt, @ExpiresAt, @AllowedAddresses, @Scopes, @Replaces
        FROM Partner p
        WHERE p.Code = @Partner
        """
    );

    public static readonly SqlChange<ChangedKey> Change = new(
        Statements,
        $"""
        UPDATE ApiKey
        SET Name = @Name,
            RevokedAt = @RevokedAt,
            ExpiresAt = @ExpiresAt,
            ExpiredAt = @ExpiredAt,
            AllowedAddresses = @AllowedAddresses,
            Scopes = @Scopes
        WHERE Id = @Id
        """
    );

    /// <summary>The ids of keys whose expiry has passed and is not stored yet, the first of them.</summary>
    public static readonly SqlQuery<ExpiredBefore, string> Expired = new(
        Statements,
        dialect =>
            $"""
                SELECT k.Id
                FROM ApiKey k
                WHERE k.ExpiresAt IS NOT NULL AND k.ExpiredAt IS NULL AND k.ExpiresAt <= @At
                ORDER BY k.ExpiresAt
                {dialect.Page($"@Take")}
                """
    );

    /// <summary>Stores the last use of a key. It is never replaced by an earlier one.</summary>
    public static readonly SqlChange<UsedKey> Use = new(
        Statements,
        $"""
        UPDATE ApiKey
        SET LastUsedAt = @At
        WHERE Id = @Id AND (LastUsedAt IS NULL OR LastUsedAt < @At)
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

internal sealed record NewKey(
    string Id,
    string Partner,
    byte Role,
    string Name,
    byte[] Hash,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    string? AllowedAddresses,
    int? Scopes,
    string? Replaces
)
{
    public static NewKey FromKey(ApiKey key, byte[] hash) =>
        new(
            key.Id,
            key.Partner,
            (byte)key.Role,
            key.Name,
            hash,
            key.CreatedAt,
            key.ExpiresAt,
            AddressNetworks.ToText(key.AllowedAddresses),
            KeyScopes.ToNumber(key.Scopes),
            key.Replaces
        );
}

internal sealed record ChangedKey(
    string Id,
    string Name,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? ExpiredAt,
    string? AllowedAddresses,
    int? Scopes
)
{
    public static ChangedKey FromKey(ApiKey key) =>
        new(
            key.Id,
            key.Name,
            key.RevokedAt,
            key.ExpiresAt,
            key.ExpiredAt,
            AddressNetworks.ToText(key.AllowedAddresses),
            KeyScopes.ToNumber(key.Scopes)
        );
}

internal sealed record ExpiredBefore(DateTimeOffset At, int Take);

internal sealed record UsedKey(string Id, DateTimeOffset At);

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
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? ExpiredAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public string? AllowedAddresses { get; init; }
    public int? Scopes { get; init; }
    public string? Replaces { get; init; }

    public StoredKey ToKey() =>
        new(
            ApiKeyId,
            new(Id, Partner, (Role)Role, Name, CreatedAt, RevokedAt)
            {
                ExpiresAt = ExpiresAt,
                ExpiredAt = ExpiredAt,
                LastUsedAt = LastUsedAt,
                AllowedAddresses = AddressNetworks.FromText(AllowedAddresses),
                Scopes = KeyScopes.FromNumber(Scopes),
                Replaces = Replaces,
            },
            Hash
        );
}
