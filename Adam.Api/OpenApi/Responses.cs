using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.RateLimits;
using Adam.Api.Security;
using FastEndpoints;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Adam.Api.OpenApi;

/// <summary>
/// Describes all responses of an endpoint: the successful one, its own problems, and the problems of all endpoints of
/// its kind.
/// </summary>
/// <remarks>
/// Lists that offer several formats are described in JSON alone: with several media types in one response, generated
/// clients type its body as a union. The parameter <c>format</c> describes the others.
/// </remarks>
internal sealed class Responses(OpenApiDocument document, Schemas schemas)
{
    public OpenApiResponses For(
        EndpointDefinition endpoint,
        Documentation documentation,
        RequestModel request,
        bool idempotent
    )
    {
        var anonymous = endpoint.AnonymousVerbs is not null;
        var conditional = request.Headers.Any(header => header.Name == "If-Match");
        var all = documentation
            .Problems.Append(ErrorCodes.BadRequest)
            .Append(ErrorCodes.BadHttp)
            .Append(ErrorCodes.RequestTimeout)
            .Append(ErrorCodes.AddressTooLong)
            .Append(ErrorCodes.HeadersTooLarge)
            .Append(ErrorCodes.NotAcceptable)
            .Append(ErrorCodes.Internal)
            .Append(ErrorCodes.Unavailable)
            .Append(ErrorCodes.TooMuchWork)
            .Append(ErrorCodes.TooManyRequests)
            .Concat(anonymous ? [] : [ErrorCodes.KeyMissing, ErrorCodes.KeyInvalid, ErrorCodes.KeyRevoked])
            .Concat(anonymous ? [] : [ErrorCodes.KeyExpired, ErrorCodes.TokenInvalid, ErrorCodes.TokenExpired])
            .Concat(anonymous ? [] : [ErrorCodes.AddressNotAllowed, ErrorCodes.TokenNotMapped, ErrorCodes.ScopeForbids])
            .Concat(anonymous ? [] : [ErrorCodes.TooManyAtOnce, ErrorCodes.TooManyWrongKeys])
            .Concat(endpoint.Verbs.Contains(HttpMethods.Get) ? [] : [ErrorCodes.TooManyWrites])
            .Concat(endpoint.AllowedRoles is null ? [] : [ErrorCodes.RoleForbids])
            .Concat(request.Body is null ? [] : [ErrorCodes.WrongContentType])
            // The body is part of a request that is repeated, also where nothing else reads it.
            .Concat(request.Body is null && !idempotent ? [] : [ErrorCodes.BodyTooLarge])
            .Append(ErrorCodes.UnknownHost)
            .Concat(conditional ? [ErrorCodes.Stale, ErrorCodes.ConditionMissing] : [])
            .Concat(idempotent ? [ErrorCodes.IdempotencyKeyReused, ErrorCodes.IdempotencyKeyInFlight] : [])
            .Concat(
                idempotent || conditional || endpoint.Verbs.Contains(HttpMethods.Delete)
                    ? [ErrorCodes.CommitUnknown]
                    : []
            );

        var isConditional = request.Headers.Any(header => header.Name == "If-None-Match");
        var responses = new SortedDictionary<string, IOpenApiResponse>(StringComparer.Ordinal)
        {
            [Number(documentation.Status)] = Answer(Operations.IdOf(endpoint), documentation, anonymous, isConditional),
        };
        if (documentation.Accepted is { } accepted)
            responses["202"] = new OpenApiResponse
            {
                Description = XmlDocs.SummaryOf(accepted) ?? "Accepted",
                Headers = Headers("Location"),
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [documentation.MediaType] = new OpenApiMediaType
                    {
                        Schema = schemas.For(accepted, asked: false),
                        Example = Examples.For(accepted, asked: false),
                    },
                },
            };
        if (isConditional)
            responses["304"] = new OpenApiResponse
            {
                Description = "The client already has the current version.",
                Headers = Headers("ETag"),
            };
        foreach (var group in all.Distinct().GroupBy(code => code.Status))
            responses[Number(group.Key)] = Problem(group.Key, [.. group]);

        var ordered = new OpenApiResponses();
        foreach (var (status, response) in responses)
            ordered.Add(status, response);
        return ordered;
    }

    private OpenApiResponse Answer(string operation, Documentation documentation, bool anonymous, bool isConditional)
    {
        var isFile = documentation.Answer == typeof(FileDownload);
        var example = documentation.Answer is null || isFile ? null : Examples.For(documentation.Answer, asked: false);
        if (example is JsonObject members)
            ExampleFile.ApplyAnswer(members, operation);
        var headers = new List<string> { RequestLimits.PolicyHeader, RequestLimits.RemainingHeader };
        if (!anonymous)
            headers.Add(KeyAccess.ExpiryHeader);
        if (documentation.Tagged || isConditional)
            headers.Add("ETag");
        if (documentation.Status is StatusCodes.Status201Created)
            headers.Add("Location");
        if (
            documentation.Answer is { IsGenericType: true } list
            && list.GetGenericTypeDefinition() == typeof(ListResponse<>)
        )
            headers.Add("Link");

        return new OpenApiResponse
        {
            Description =
                isFile ? $"A file: {documentation.MediaType}."
                : documentation.Answer is null ? "The request succeeded. The response has no body."
                : XmlDocs.SummaryOf(documentation.Answer) ?? ReasonPhrases.GetReasonPhrase(documentation.Status),
            Headers = headers.Count == 0 ? null : Headers([.. headers]),
            // Generators for .NET do not compile a file beside JSON, so its content is described in words.
            Content =
                documentation.Answer is null || isFile
                    ? null
                    : new Dictionary<string, IOpenApiMediaType>
                    {
                        [documentation.MediaType] = new OpenApiMediaType
                        {
                            Schema = schemas.For(documentation.Answer, asked: false),
                            Example = example,
                        },
                    },
        };
    }

    // Problem responses are components, because many endpoints share them.
    private OpenApiResponseReference Problem(int status, IReadOnlyList<ErrorCode> codes)
    {
        var id = $"Problem{status}{string.Concat(codes.Select(code => code.Id[4..]).Order())}";
        if (document.Components!.Responses?.ContainsKey(id) is not true)
        {
            document.AddComponent<IOpenApiResponse>(
                id,
                new OpenApiResponse
                {
                    Description = string.Join(
                        " · ",
                        codes
                            .OrderBy(code => code.Id, StringComparer.Ordinal)
                            .Select(code => $"`{code.Id}` {code.Title}.")
                    ),
                    Headers = status switch
                    {
                        401 or 403 => Headers("WWW-Authenticate"),
                        409 when codes.Contains(ErrorCodes.IdempotencyKeyInFlight) => Headers("Retry-After"),
                        429 => Headers("Retry-After", RequestLimits.PolicyHeader, RequestLimits.RemainingHeader),
                        503 => Headers("Retry-After"),
                        415 => Headers("Accept-Post", "Accept-Patch"),
                        _ => null,
                    },
                    Content = new Dictionary<string, IOpenApiMediaType>
                    {
                        [Errors.Problem.MediaType] = new OpenApiMediaType
                        {
                            Schema = schemas.For(typeof(Problem), asked: false),
                            Example = Example(codes[0]),
                        },
                    },
                }
            );
        }

        return new OpenApiResponseReference(id, document);
    }

    private Dictionary<string, IOpenApiHeader> Headers(params string[] names) =>
        names.ToDictionary(name => name, name => (IOpenApiHeader)new OpenApiHeaderReference(name, document));

    private static JsonObject Example(ErrorCode code)
    {
        var problem = new JsonObject
        {
            ["type"] = $"/docs/errors.md#{code.Id.ToLowerInvariant()}",
            ["title"] = code.Title,
            ["status"] = code.Status,
            ["detail"] =
                code == ErrorCodes.BadRequest
                    ? "'2026-02-30' is not a date: February 2026 has the days 1 to 28."
                    : $"{code.Title}: the cause, and the correction.",
            ["instance"] = "/v1/projects",
            ["code"] = code.Id,
            ["requestId"] = "0HNQ9U7L3DAOG:00000001",
        };
        if (code == ErrorCodes.BadRequest)
            problem["errors"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "plannedEnd",
                    ["reason"] = problem["detail"]!.DeepClone(),
                    ["code"] = ErrorCodes.BadDate.Id,
                }
            );
        return problem;
    }

    private static string Number(int status) => status.ToString(CultureInfo.InvariantCulture);
}
