using Adam.Api.Serialization;
using Adam.Data.Idempotency;

namespace Adam.Api.Idempotency;

internal static class StoredResponseExtensions
{
    /// <summary>Sends a stored response.</summary>
    public static Task ReplayAsync(this StoredResponse first, HttpContext http)
    {
        var response = http.Response;
        (response.StatusCode, response.ContentType) = (first.Status, Json.MediaType);
        (response.Headers.Location, response.Headers.ETag) = (first.Location, first.ETag);
        MarkAsReplayed(http);
        return response.WriteAsync(first.Body, http.RequestAborted);
    }

    public static void MarkAsReplayed(HttpContext http) => http.Response.Headers["Idempotent-Replayed"] = "true";
}
