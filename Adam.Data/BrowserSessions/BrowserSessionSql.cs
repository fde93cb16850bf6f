using Adam.Data.Databases;
using Adam.Domain.Keys;

namespace Adam.Data.BrowserSessions;

internal static class BrowserSessionSql
{
    public static readonly StatementSet Statements = new(nameof(BrowserSessionSql));

    /// <summary>Returns the session of a token, expired or not.</summary>
    public static readonly SqlQuery<TokenHash, BrowserSessionRow> Find = new(
        Statements,
        $"""
        SELECT k.Id AS KeyId, s.AccountId, p.Code AS Partner, s.Role, s.Name, s.Issuer, s.Subject, s.ExpiresAt
        FROM BrowserSession s
        LEFT JOIN ApiKey k ON k.ApiKeyId = s.ApiKeyId
        LEFT JOIN Partner p ON p.PartnerId = s.PartnerId
        WHERE s.TokenHash = @Hash
        """
    );

    /// <summary>Returns the sessions of a key, the newest first.</summary>
    public static readonly SqlQuery<SessionsOfKey, byte[]> OfKey = new(
        Statements,
        $"""
        SELECT s.TokenHash
        FROM ApiKey k
        INNER JOIN BrowserSession s ON s.ApiKeyId = k.ApiKeyId
        WHERE k.Id = @KeyId
        ORDER BY s.CreatedAt DESC, s.TokenHash
        """
    );

    /// <summary>Returns the sessions of an account, the newest first.</summary>
    public static readonly SqlQuery<SessionsOfAccount, byte[]> OfAccount = new(
        Statements,
        $"""
        SELECT s.TokenHash
        FROM BrowserSession s
        WHERE s.AccountId = @AccountId
        ORDER BY s.CreatedAt DESC, s.TokenHash
        """
    );

    public static readonly SqlChange<NewKeySession> AddOfKey = new(
        Statements,
        $"""
        INSERT INTO BrowserSession (TokenHash, ApiKeyId, CreatedAt, ExpiresAt)
        SELECT @Hash, k.ApiKeyId, @CreatedAt, @ExpiresAt
        FROM ApiKey k
        WHERE k.Id = @KeyId
        """
    );

    public static readonly SqlChange<NewAccountSession> AddOfAccount = new(
        Statements,
        $"""
        INSERT INTO BrowserSession (
            TokenHash, AccountId, PartnerId, Role, Name, Issuer, Subject, CreatedAt, ExpiresAt
        )
        SELECT @Hash, @AccountId, p.PartnerId, @Role, @Name, @Issuer, @Subject, @CreatedAt, @ExpiresAt
        FROM Partner p
        WHERE p.Code = @Partner
        """
    );

    public static readonly SqlChange<TokenHash> Remove = new(
        Statements,
        $"DELETE FROM BrowserSession WHERE TokenHash = @Hash"
    );

    public static readonly SqlChange<SessionsBefore> RemoveExpired = new(
        Statements,
        $"DELETE FROM BrowserSession WHERE ExpiresAt <= @Now"
    );
}

internal sealed record TokenHash(byte[] Hash);

internal sealed record SessionsOfKey(string KeyId);

internal sealed record SessionsOfAccount(string AccountId);

internal sealed record SessionsBefore(DateTimeOffset Now);

internal sealed record NewKeySession(byte[] Hash, string KeyId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

internal sealed record NewAccountSession(
    byte[] Hash,
    string AccountId,
    string Partner,
    byte Role,
    string Name,
    string Issuer,
    string Subject,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt
);

internal sealed record BrowserSessionRow
{
    public string? KeyId { get; init; }
    public string? AccountId { get; init; }
    public string? Partner { get; init; }
    public int Role { get; init; }
    public string? Name { get; init; }
    public string? Issuer { get; init; }
    public string? Subject { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    public BrowserSession ToSession() =>
        new(
            KeyId,
            AccountId is null ? null : new(AccountId, Partner!, (Role)Role, Name!, Issuer!, Subject!),
            ExpiresAt
        );
}
