using Adam.Data.Databases;

namespace Adam.Data.BrowserSessions;

internal static class BrowserSessionSql
{
    public static readonly StatementSet Statements = new(nameof(BrowserSessionSql));

    /// <summary>Returns the session of a token, expired or not.</summary>
    public static readonly SqlQuery<TokenHash, BrowserSessionRow> Find = new(
        Statements,
        $"""
        SELECT k.Id AS KeyId, s.ExpiresAt
        FROM BrowserSession s
        INNER JOIN ApiKey k ON k.ApiKeyId = s.ApiKeyId
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

    public static readonly SqlChange<NewBrowserSession> Add = new(
        Statements,
        $"""
        INSERT INTO BrowserSession (TokenHash, ApiKeyId, CreatedAt, ExpiresAt)
        SELECT @Hash, k.ApiKeyId, @CreatedAt, @ExpiresAt
        FROM ApiKey k
        WHERE k.Id = @KeyId
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

internal sealed record SessionsBefore(DateTimeOffset Now);

internal sealed record NewBrowserSession(byte[] Hash, string KeyId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

internal sealed record BrowserSessionRow
{
    public string KeyId { get; init; } = "";
    public DateTimeOffset ExpiresAt { get; init; }
}
