using Adam.Domain.Text;
using FastEndpoints;
using FluentValidation.Results;

namespace Adam.Api.Requests;

/// <summary>
/// Binds all requests strictly: exact formats, unknown names are errors, all errors are reported at once. The
/// framework's binder stops at the first error, ignores unknown names and parses <c>3 feb</c> as a date.
/// </summary>
internal sealed class ExactBinder<TRequest> : IRequestBinder<TRequest> where TRequest : notnull
{
    private static readonly RequestShape Shape = RequestShape.Of(typeof(TRequest));

    public async ValueTask<TRequest> BindAsync(BinderContext ctx, CancellationToken ct)
    {
        var http = ctx.HttpContext;
        var request = (TRequest)Shape.Create();
        var faults = (request as ICollectsFaults)?.Faults ?? [];

        foreach (var parameter in Shape.Route)
            parameter.Read(request, http.GetRouteValue(parameter.Name) is string text ? [text] : [], faults);
        ReadQuery(http, request, faults);
        ReadHeaders(http, request, faults);
        var readable = await ReadBodyAsync(http, request, faults, ct);

        if (faults.Count > 0 && (!readable || request is not ICollectsFaults))
        {
            ctx.ValidationFailures.AddRange(faults.Select(fault => new ValidationFailure(fault.Name, fault.Reason) { ErrorCode = fault.Code, CustomState = fault }));
            // If the endpoint has a validator, the framework adds the validator's failures to these errors and throws.
            if (!readable || http.GetEndpoint()?.Metadata.GetMetadata<EndpointDefinition>()?.ValidatorType is null)
                throw new ValidationFailureException(ctx.ValidationFailures, "The request has faults.");
        }
        else if (faults.Count == 0 && Shape.Headers.FirstOrDefault(header => header.Name == "If-Match") is { } condition && condition.Property.GetValue(request) is null)
        {
            throw EntityTags.Missing();
        }

        return request;
    }

    private static void ReadQuery(HttpContext http, TRequest request, List<Fault> faults)
    {
        var given = QueryText.Read(http.Request.QueryString.Value, faults);
        foreach (var group in given.GroupBy(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal))
        {
            if (faults.Count >= Fault.Most)
                return;
            var parameter = Shape.Query.FirstOrDefault(parameter => parameter.Name == group.Key);
            if (parameter is null && group.Key != Negotiation.Parameter)
                faults.Add(new(Fault.Printable(group.Key), Unknown(group.Key), ErrorCodes.UnknownParameter));
            else if (group.Any(value => value.Length == 0))
                faults.Add(new(group.Key, "The parameter has no value. Give one, or leave the parameter out.", ErrorCodes.EmptyParameter));
            else if (parameter is not { IsList: true, IsCommaSeparated: false } && group.Skip(1).Any())
                faults.Add(new(group.Key, $"The parameter is given {group.Count()} times, and takes one value.", ErrorCodes.RepeatedParameter));
        }

        foreach (var parameter in Shape.Query.Where(parameter => !faults.Concern(parameter.Name)))
        {
            string[] texts = [.. given.Where(one => one.Name == parameter.Name).Select(one => one.Value)];
            if (parameter.ItemType == typeof(Cursor))
                Cursor.Read(http.Request, texts, parameter, request, faults);
            else
                parameter.Read(request, texts, faults);
        }

        Negotiation.Negotiate(http, given.FirstOrDefault(one => one.Name == Negotiation.Parameter).Value, faults);
    }

    private static void ReadHeaders(HttpContext http, TRequest request, List<Fault> faults)
    {
        foreach (var header in Shape.Headers)
        {
            var values = http.Request.Headers[header.Name];
            if (header.ItemType == typeof(EntityTags))
                EntityTags.Read(values, header, request, faults);
            else
                header.Read(request, [.. values.Select(value => value ?? "")], faults);
        }
    }

    // Returns false if the body is not a JSON object. Rules about its members are then not evaluated.
    private static async ValueTask<bool> ReadBodyAsync(HttpContext http, TRequest request, List<Fault> faults, CancellationToken ct)
    {
        if (Shape.Body is null)
        {
            if (http.Request.ContentLength > 0)
                faults.Add(new(JsonBody.Name, "This request takes no body.", ErrorCodes.BodyUnwanted));
            return true;
        }

        Negotiation.CheckContentType(http, Shape);
        if (Shape.IsFile)
            return true;

        using var document = JsonBody.Parse(await RequestBody.ReadAsync(http, ct), faults);
        if (document is null)
            return false;

        var shape = JsonShape.Of(Shape.Body.Property.PropertyType);
        Shape.Body.Set(request, shape.Read(document.RootElement, "", faults)!);
        return true;
    }

    private static string Unknown(string name)
    {
        string[] known = [.. Shape.Query.Select(parameter => parameter.Name), Negotiation.Parameter];
        var nearest = Nearest.To(name, known);
        return nearest is null
            ? $"There is no parameter {Fault.Show(name)} here. Known are {string.Join(", ", known)}."
            : $"There is no parameter {Fault.Show(name)} here. Did you mean {Fault.Show(nearest)}?";
    }
}
