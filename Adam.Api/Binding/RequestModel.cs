using System.Collections;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using FastEndpoints;

namespace Adam.Api.Binding;

/// <summary>
/// The sources of the properties of a request type: route, query, headers and body. The binder and the OpenAPI document
/// use this model.
/// </summary>
internal sealed class RequestModel
{
    private readonly Func<object> _create;

    private RequestModel(Type type)
    {
        _create = Expression.Lambda<Func<object>>(Expression.New(type)).Compile();
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        Route =
        [
            .. properties
                .Where(property => property.IsDefined(typeof(RouteParamAttribute)))
                .Select(property => new Parameter(property, Camel(property))),
        ];
        Query =
        [
            .. properties
                .Where(property => property.IsDefined(typeof(QueryParamAttribute)))
                .Select(property => new Parameter(property, Camel(property))),
        ];
        Headers =
        [
            .. properties
                .Where(property => property.IsDefined(typeof(FromHeaderAttribute)))
                .Select(property => new Parameter(
                    property,
                    property.GetCustomAttribute<FromHeaderAttribute>()!.HeaderName ?? property.Name
                )),
        ];
        Body = properties
            .Where(property => property.IsDefined(typeof(FromBodyAttribute)))
            .Select(property => new Parameter(property, ""))
            .SingleOrDefault();
        MediaTypes = Body?.Property.GetCustomAttribute<MediaTypesAttribute>()?.Names ?? [Json.MediaType];
    }

    public IReadOnlyList<Parameter> Route { get; }

    public IReadOnlyList<Parameter> Query { get; }

    public IReadOnlyList<Parameter> Headers { get; }

    public Parameter? Body { get; }

    /// <summary>The media types of the body, the usual one first.</summary>
    public IReadOnlyList<string> MediaTypes { get; }

    /// <summary>True if the body is a file, which the endpoint reads itself.</summary>
    public bool IsFile => Body?.ItemType == typeof(UploadedFile);

    public static RequestModel For(Type type) => Shapes.GetOrAdd(type, static type => new RequestModel(type));

    private static ConcurrentDictionary<Type, RequestModel> Shapes { get; } = new();

    public object Create() => _create();

    private static string Camel(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}

/// <summary>A property for one parameter of the request, with the name that the client writes.</summary>
internal sealed class Parameter
{
    private readonly OneOfAttribute? _codes;
    private readonly MembersOfAttribute? _members;
    private readonly PropertyConstraints _limits;
    private readonly Action<object, object> _set;
    private readonly Func<IList>? _list;
    private readonly ValueParser? _scalar;

    public Parameter(PropertyInfo property, string name)
    {
        (Property, Name) = (property, name);
        (_codes, _members, _limits, _set) = (
            property.GetCustomAttribute<OneOfAttribute>(),
            property.GetCustomAttribute<MembersOfAttribute>(),
            new(property),
            PropertySetter.For(property)
        );
        IsList =
            property.PropertyType.IsGenericType
            && property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        ItemType = IsList ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
        IsCommaSeparated = property.IsDefined(typeof(CommaSeparatedAttribute));
        _list = IsList
            ? Expression.Lambda<Func<IList>>(Expression.New(typeof(List<>).MakeGenericType(ItemType))).Compile()
            : null;
        ValueParser.TryFor(ItemType, out _scalar);
        if (_codes is { List: "countries" } && !property.ReflectedType!.IsAssignableTo(typeof(IHasBindingWarnings)))
            throw new InvalidOperationException($"{property.ReflectedType} has a country, but takes no warnings.");
    }

    public PropertyInfo Property { get; }

    public string Name { get; }

    /// <summary>True if the parameter can be given several times.</summary>
    public bool IsList { get; }

    public Type ItemType { get; }

    /// <summary>True if the values are separated by commas in one parameter.</summary>
    public bool IsCommaSeparated { get; }

    /// <summary>
    /// True if each value can be in a parameter of its own. The numbers of a position cannot, as they belong together.
    /// </summary>
    public bool IsRepeatable => IsList && (!IsCommaSeparated || ItemType.IsEnum || _members is not null);

    public bool IsRequired => _limits.Required;

    public void Set(object request, object value) => _set(request, value);

    /// <summary>Parses the given values. Without values, the property keeps its default.</summary>
    public void Read(object request, IReadOnlyList<string> texts, List<ValidationError> errors)
    {
        if (texts.Count == 0 && !IsRequired)
            return;

        var list = _list?.Invoke();
        object? value = list?.Count > 0 ? list : null;
        if (IsCommaSeparated)
            texts = [.. texts.SelectMany(text => text.Split(','))];
        foreach (var text in texts)
        {
            var reading =
                _scalar?.Read(text) ?? throw new InvalidOperationException($"{Property} cannot be read from a text.");
            if (reading.Reason is null && _codes is not null)
                reading = _codes.Read(text, Name);
            if (reading.Reason is null && _members is not null)
                reading = _members.Read(text);
            if (reading.Warning is { } warning)
                ((IHasBindingWarnings)request).BindingWarnings.Add(warning);
            if (reading.Reason is not null)
                errors.Add(new(Name, reading.Reason, reading.Code!));
            else if (list is not null && (IsCommaSeparated || !list.Contains(reading.Value)))
                list.Add(reading.Value);
            value = list ?? reading.Value;
        }

        _limits.Check(value, Name, errors);
        if (value is not null && texts.Count > 0)
            _set(request, value);
    }
}
