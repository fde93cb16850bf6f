using Adam.Data.Databases;

namespace Adam.Data.Idempotency;

internal static class IdempotencySql
{
    public static readonly StatementSet Statements = new(nameof(IdempotencySql));

    public static readonly SqlQuery<AnswerKey, StoredResponse> Find = new(
        Statements,
        $"""
        SELECT RequestHash, Status, Location, ETag, Body, CreatedAt
        FROM IdempotencyKey
        WHERE KeyId = @KeyId AND Value = @Value
        """
    );

    public static readonly SqlChange<Since> Forget = new(
        Statements,
        $"DELETE FROM IdempotencyKey WHERE CreatedAt < @At"
    );

    public static readonly SqlChange<NewAnswer> Save = new(
        Statements,
        $"""
        INSERT INTO IdempotencyKey (KeyId, Value, RequestHash, Status, Location, ETag, Body, CreatedAt)
        VALUES (@KeyId, @Value, @RequestHash, @Status, @Location, @ETag, @Body, @CreatedAt)
        """
    );
}

internal sealed record AnswerKey(string KeyId, string Value);

internal sealed record Since(DateTimeOffset At);

internal sealed record NewAnswer(
    string KeyId,
    string Value,
    byte[] RequestHash,
    int Status,
    string? Location,
    string? ETag,
    string Body,
    DateTimeOffset CreatedAt
);
