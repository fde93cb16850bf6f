namespace Adam.Data.Idempotency;

internal static class IdempotencySql
{
    public const string Find = """
        SELECT RequestHash, Status, Location, ETag, Body, CreatedAt
        FROM IdempotencyKey
        WHERE KeyId = @keyId AND Value = @value AND CreatedAt >= @since
        """;

    public const string Forget = "DELETE FROM IdempotencyKey WHERE CreatedAt < @since";

    public const string Save = """
        INSERT INTO IdempotencyKey (KeyId, Value, RequestHash, Status, Location, ETag, Body, CreatedAt)
        VALUES (@keyId, @value, @RequestHash, @Status, @Location, @ETag, @Body, @CreatedAt)
        """;
}
