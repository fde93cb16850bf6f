using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Adam.Domain.Text;

namespace Adam.Api.Requests;

/// <summary>
/// Reads a JSON object into a record of nullable properties, one for each member. Any other member is an error.
/// </summary>
internal sealed class RecordShape : JsonShape
{
    private readonly Func<object> _create;
    private readonly Dictionary<string, Member> _members;

    public RecordShape(Type type)
    {
        _create = Expression.Lambda<Func<object>>(Expression.New(type)).Compile();
        _members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)
            .Select(property => new Member(property)).ToDictionary(member => member.Name, StringComparer.Ordinal);
    }

    public override object? Blank => _create();

    public override object? Read(JsonElement element, string path, List<Fault> faults)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            faults.Add(new(path, $"This must be an object, not {JsonText.Describe(element)}.", ErrorCodes.WrongType));
            return null;
        }

        var record = _create();
        var values = new Dictionary<Member, object>();
        Members.Each(element, path, faults, (name, value, at) =>
        {
            if (!_members.TryGetValue(name, out var member))
                faults.Add(new(at, Unknown(name), ErrorCodes.UnknownMember));
            else if (value.ValueKind is not JsonValueKind.Null && member.Shape.Read(value, at, faults) is { } read)
                values.Add(member, read);
        });

        foreach (var member in _members.Values)
        {
            var value = values.GetValueOrDefault(member);
            member.Limits.Check(value, Members.Path(path, member.Name), faults);
            if (value is not null)
                member.Set(record, value);
        }

        return record;
    }

    private string Unknown(string name)
    {
        var nearest = Nearest.To(name, _members.Keys);
        return nearest is null
            ? $"There is no member {Fault.Show(name)} here. Known are {string.Join(", ", _members.Keys)}."
            : $"There is no member {Fault.Show(name)} here. Did you mean {Fault.Show(nearest)}?";
    }

    private sealed class Member(PropertyInfo property)
    {
        private readonly Lazy<JsonShape> _shape = new(() => Of(property.PropertyType));

        public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(property.Name);

        // Lazy, because a record may contain records of its own type.
        public JsonShape Shape => _shape.Value;

        public Limits Limits { get; } = new(property);

        public Action<object, object> Set { get; } = Setter.Of(property);
    }
}

internal static class Setter
{
    /// <summary>
    /// Returns a compiled setter for an init-only property. Every request uses these setters, so reflection would be
    /// too slow.
    /// </summary>
    public static Action<object, object> Of(PropertyInfo property)
    {
        var (target, value) = (Expression.Parameter(typeof(object)), Expression.Parameter(typeof(object)));
        var assign = Expression.Assign(
            Expression.Property(Expression.Convert(target, property.DeclaringType!), property), Expression.Convert(value, property.PropertyType));
        return Expression.Lambda<Action<object, object>>(assign, target, value).Compile();
    }
}
