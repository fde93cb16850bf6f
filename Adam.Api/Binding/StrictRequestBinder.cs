using Adam.Api.Errors;
using Adam.Domain.Text;
using FastEndpoints;
using FluentValidation.Results;

namespace Adam.Api.Binding;

/// <summary>
/// Binds all requests strictly: it accepts exact formats only, rejects unknown names, and reports all errors at once.
/// The framework's binder stops at the first error, ignores unknown names, and parses <c>3 feb</c> as a date.
/// </summary>
internal sealed class StrictRequestBinder<TRequest> : IRequestBinder<TRequest>
    where TRequest : notnull
{
    private static readonly RequestModel Shape = RequestModel.For(typeof(TRequest));

    public async ValueTask<TRequest> BindAsync(BinderContext ctx, CancellationToken ct)
    {
        var http = ctx.HttpContext;
        var request = (TRequest)Shape.Create();
        var errors = (request as IHasBindingErrors)?.BindingErrors ?? [];

        foreach (var parameter in Shape.Route)
            parameter.Read(request, http.GetRouteValue(parameter.Name) is string text ? [text] : [], errors);
        ReadQuery(http, request, errors);
        ReadHeaders(http, request, errors);
        var readable = await ReadBodyAsync(http, request, errors, ct);

        if (errors.Count > 0 && (!readable || request is not IHasBindingErrors))
        {
            ctx.ValidationFailures.AddRange(
                errors.Select(error => new ValidationFailure(error.Name, error.Reason)
                {
                    ErrorCode = error.Code,
                    CustomState = error,
                })
            );
            // If the endpoint has a validator, the framework adds the validator's failures to these errors and throws.
            if (!readable || http.GetEndpoint()?.Metadata.GetMetadata<EndpointDefinition>()?.ValidatorType is null)
                throw new ValidationFailureException(ctx.ValidationFailures, "The request has errors.");
        }
        else if (
            errors.Count == 0
            && Shape.Headers.FirstOrDefault(header => header.Name == "If-Match") is { } condition
            && condition.Property.GetValue(request) is null
        )
        {
            throw EntityTags.Missing();
        }

        return request;
    }

    private static void ReadQuery(HttpContext http, TRequest request, List<ValidationError> errors)
    {
        var given = QueryText.Read(http.Request.QueryString.Value, errors);
        foreach (
            var group in given.GroupBy(
                parameter => parameter.Name,
                parameter => parameter.Value,
                StringComparer.Ordinal
            )
        )
        {
            if (errors.Count >= ValidationError.Most)
                return;
            var parameter = Shape.Query.FirstOrDefault(parameter => parameter.Name == group.Key);
            if (parameter is null && group.Key != Negotiation.Parameter)
                errors.Add(new(ValidationError.Printable(group.Key), Unknown(group.Key), ErrorCodes.UnknownParameter));
            else if (group.Any(value => value.Length == 0))
                errors.Add(
                    new(
                        group.Key,
                        "The parameter has no value. Give one, or leave the parameter out.",
                        ErrorCodes.EmptyParameter
                    )
                );
            else if (parameter is not { IsRepeatable: true } && group.Skip(1).Any())
                errors.Add(
                    new(
                        group.Key,
                        $"The parameter is given {group.Count()} times, and takes one value.",
                        ErrorCodes.RepeatedParameter
                    )
                );
        }

        foreach (var parameter in Shape.Query.Where(parameter => !errors.HasErrorFor(parameter.Name)))
        {
            string[] texts = [.. given.Where(one => one.Name == parameter.Name).Select(one => one.Value)];
            if (parameter.ItemType == typeof(Cursor))
                Cursor.Read(http.Request, texts, parameter, request, errors);
            else
                parameter.Read(request, texts, errors);
        }

        Negotiation.Negotiate(http, given.FirstOrDefault(one => one.Name == Negotiation.Parameter).Value, errors);
    }

    private static void ReadHeaders(HttpContext http, TRequest request, List<ValidationError> errors)
    {
        foreach (var header in Shape.Headers)
        {
            var values = http.Request.Headers[header.Name];
            if (header.ItemType == typeof(EntityTags))
                EntityTags.Read(values, header, request, errors);
            else
                header.Read(request, [.. values.Select(value => value ?? "")], errors);
        }
    }

    // Returns false if the body is not a JSON object. Its members are then not validated.
    private static async ValueTask<bool> ReadBodyAsync(
        HttpContext http,
        TRequest request,
        List<ValidationError> errors,
        CancellationToken ct
    )
    {
        if (Shape.Body is null)
        {
            if (http.Request.ContentLength > 0)
                errors.Add(new(JsonBody.Name, "This request takes no body.", ErrorCodes.BodyUnwanted));
            return true;
        }

        Negotiation.CheckContentType(http, Shape);
        if (Shape.IsFile)
            return true;

        using var document = JsonBody.Parse(await RequestBodyReader.ReadAsync(http, ct), errors);
        if (document is null)
            return false;

        var shape = JsonModelReader.For(Shape.Body.Property.PropertyType);
        if (shape.Read(document.RootElement, "", errors) is { } body)
            Shape.Body.Set(request, body);
        return true;
    }

    private static string Unknown(string name)
    {
        string[] known = [.. Shape.Query.Select(parameter => parameter.Name), Negotiation.Parameter];
        var nearest = Nearest.FindIn(name, known);
        return nearest is null
            ? $"There is no parameter {ValidationError.Quote(name)} here. Known are {string.Join(", ", known)}."
            : $"There is no parameter {ValidationError.Quote(name)} here. Did you mean "
                + $"{ValidationError.Quote(nearest)}?";
    }
}
