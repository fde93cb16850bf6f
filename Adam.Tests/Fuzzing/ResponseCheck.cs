using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Errors;
using Adam.Tests.OpenApi;

namespace Adam.Tests.Fuzzing;

/// <summary>Checks that a response is one that the contract declares.</summary>
/// <param name="fileTypes">The media types of lists and files, which the contract describes in words.</param>
internal sealed class ResponseCheck(ContractDocument contract, IReadOnlyCollection<string> fileTypes)
{
    private readonly SchemaCheck _schemas = new(contract);

    /// <summary>Returns the fault of the response; null if it is right.</summary>
    public string? Find(FuzzRequest request, RawResponse response)
    {
        // A register of the past is written when it is first asked for.
        if (response.Status >= 500 && !response.Text.Contains(ErrorCodes.PastNotReady.Id, StringComparison.Ordinal))
            return $"returned {response.Status}";
        // If the server closes the connection with a part of the request unread, TCP discards the response.
        if (response.Status == 0)
            return request.Raw is null ? "returned nothing" : null;

        // Statuses of paths and methods that are no operation cannot be declared.
        var declared =
            request.Operation is null
            || request.Method is not ("GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE")
                ? null
                : Declared(request.Operation, response.Status);
        if (request.Operation is not null && declared is null)
            return $"returned {response.Status}, which the contract does not declare";
        // A person who opens a page that there is not reads a page.
        if (request.Operation is null && response is { Status: 404, MediaType: "text/html" })
            return null;
        if (response.Status >= 400)
            return request.Method == "HEAD" ? null : Problem(response, declared);
        if (declared is null || request.Method == "HEAD" || response.Status is 204 or 304)
            return null;
        // An empty list is an empty file in some formats.
        if (response.Body.Length == 0 && response.MediaType.Length == 0)
            return declared["content"] is null ? null : "has no body";
        if (response.MediaType != "application/json")
            return fileTypes.Contains(response.MediaType)
                ? null
                : $"has the undeclared media type {response.MediaType}";
        // Features are the same JSON under both media types.
        var content = declared["content"];
        if ((content?["application/json"] ?? content?["application/geo+json"])?["schema"] is not { } schema)
            return "is JSON, which the contract does not declare";

        using var body = JsonDocument.Parse(response.Body);
        // A selection of members lacks required ones.
        return request.Target.Contains("fields=", StringComparison.Ordinal)
            ? null
            : _schemas.Find(body.RootElement, schema);
    }

    private JsonObject? Declared(string operation, int status)
    {
        var responses = contract.Operations.TryGetValue(operation, out var found) ? found["responses"]!.AsObject() : [];
        return responses[status.ToString(CultureInfo.InvariantCulture)] is { } response
            ? contract.Resolve(response)
            : null;
    }

    private string? Problem(RawResponse response, JsonObject? declared)
    {
        if (response.MediaType != "application/problem+json")
            return $"returned {response.Status} as {response.MediaType}";

        using var body = JsonDocument.Parse(response.Body);
        var problem = body.RootElement;
        if (_schemas.Find(problem, contract.Root["components"]!["schemas"]!["Problem"]!) is { } fault)
            return $"returned a problem that is none: {fault}";
        var code = problem.GetProperty("code").GetString()!;
        if (ErrorCodes.All.FirstOrDefault(known => known.Id == code) is not { } meant)
            return $"returned the unknown code {code}";
        if (problem.GetProperty("status").GetInt32() != response.Status)
            return $"returned {response.Status} with a problem of {problem.GetProperty("status")}";
        if (meant.Status != response.Status && meant != ErrorCodes.BadHttp)
            return $"returned {response.Status} with {code}, which is a {meant.Status}";
        if (declared is not null && !((string?)declared["description"])!.Contains(code, StringComparison.Ordinal))
            return $"returned {response.Status} with {code}, which the contract does not declare there";
        return null;
    }
}
