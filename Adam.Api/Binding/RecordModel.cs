using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Adam.Api.Errors;
using Adam.Domain.Text;

namespace Adam.Api.Binding;

/// <summary>
/// Reads a JSON object as a record of nullable properties, one for each member. Any other member is an error.
/// </summary>
internal sealed class RecordModel : JsonModelReader
{
    private readonly Func<object> _create;
    private readonly Dictionary<string, Member> _members;

    public RecordModel(Type type)
    {
        _create = Expression.Lambda<Func<object>>(Expression.New(type)).Compile();
        _members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => new Member(property))
            .ToDictionary(member => member.Name, StringComparer.Ordinal);
    }

    public override object? Blank => _create();

    public override object? Read(JsonElement element, string path, List<ValidationError> errors)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            errors.Add(new(path, $"This must be an object, not {JsonText.Describe(element)}.", ErrorCodes.WrongType));
            return null;
        }

        var record = _create();
        var values = new Dictionary<Member, object>();
        JsonPropertyNames.Each(
            element,
            path,
            errors,
            (name, value, at) =>
            {
                if (!_members.TryGetValue(name, out var member))
                    errors.Add(new(at, Unknown(name), ErrorCodes.UnknownMember));
                else if (value.ValueKind is not JsonValueKind.Null && member.Shape.Read(value, at, errors) is { } read)
                    values.Add(member, read);
            }
        );

        foreach (var member in _members.Values)
        {
            var value = values.GetValueOrDefault(member);
            member.Limits.Check(value, JsonPropertyNames.Path(path, member.Name), errors);
            if (value is not null)
                member.Set(record, value);
        }

        return record;
    }

    private string Unknown(string name)
    {
        var nearest = Nearest.FindIn(name, _members.Keys);
        return nearest is null
            ? $"There is no member {ValidationError.Quote(name)} here. Known are {string.Join(", ", _members.Keys)}."
            : $"There is no member {ValidationError.Quote(name)} here. Did you mean {ValidationError.Quote(nearest)}?";
    }

    private sealed class Member(PropertyInfo property)
    {
        private readonly Lazy<JsonModelReader> _shape = new(() => For(property.PropertyType));

        public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(property.Name);

        // Lazy, because a record can contain records of its own type.
        public JsonModelReader Shape => _shape.Value;

        public PropertyConstraints Limits { get; } = new(property);

        public Action<object, object> Set { get; } = PropertySetter.For(property);
    }
}

internal static class PropertySetter
{
    /// <summary>
    /// Returns a compiled setter for an init-only property. Every request uses these setters, so reflection would be
    /// too slow.
    /// </summary>
    public static Action<object, object> For(PropertyInfo property)
    {
        var (target, value) = (Expression.Parameter(typeof(object)), Expression.Parameter(typeof(object)));
        var assign = Expression.Assign(
            Expression.Property(Expression.Convert(target, property.DeclaringType!), property),
            Expression.Convert(value, property.PropertyType)
        );
        return Expression.Lambda<Action<object, object>>(assign, target, value).Compile();
    }
}
