using System.Text;
using System.Text.Json;

namespace Adam.Api.Serialization;

/// <summary>
/// The members of a JSON object by their names. Objects of a list have mostly the same members in the same order, so
/// each name is compared with that of the object before, instead of being sought for each value. It is used by one
/// thread.
/// </summary>
internal sealed class JsonItem
{
    /// <summary>The names that are expected, more than a table has columns.</summary>
    private const int MostSought = 200;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<byte[]> _names = [];
    private readonly List<JsonElement> _values = [];

    /// <summary>
    /// The names in the order in which they were sought in the object before, with their places; -1 if it has none.
    /// </summary>
    private readonly List<(string Name, int Place)> _sought = [];
    private int _next;

    /// <summary>Reads another object. The values are valid as long as its document.</summary>
    /// <exception cref="InvalidOperationException">The value is no object.</exception>
    public void Read(JsonElement value)
    {
        _values.Clear();
        _next = 0;
        foreach (var member in value.EnumerateObject())
        {
            if (_values.Count == _names.Count || !member.NameEquals(_names[_values.Count]))
                Rename(_values.Count, member.Name);
            _values.Add(member.Value);
        }

        if (_values.Count < _names.Count)
            Forget(_values.Count);
    }

    /// <inheritdoc cref="JsonElement.TryGetProperty(string, out JsonElement)"/>
    public bool TryGetProperty(string name, out JsonElement value)
    {
        var place = PlaceOf(name);
        value = place < 0 ? default : _values[place];
        return place >= 0;
    }

    /// <inheritdoc cref="JsonElement.GetProperty(string)"/>
    public JsonElement GetProperty(string name) =>
        TryGetProperty(name, out var value) ? value : throw new KeyNotFoundException($"There is no member {name}.");

    /// <summary>Returns the place of a name. Columns seek the same names in the same order in each object.</summary>
    private int PlaceOf(string name)
    {
        if (_next < _sought.Count && ReferenceEquals(_sought[_next].Name, name))
            return _sought[_next++].Place;

        var place = _places.TryGetValue(name, out var known) ? known : -1;
        if (_next == MostSought)
            return place;
        _sought.RemoveRange(_next, _sought.Count - _next);
        _sought.Add((name, place));
        _next++;
        return place;
    }

    /// <summary>Gives a name to a place. Those of later places were of the object before.</summary>
    private void Rename(int place, string name)
    {
        Forget(place);
        _sought.Clear();
        _names.Add(Encoding.UTF8.GetBytes(name));
        _places[name] = place;
    }

    /// <summary>Forgets the names from a place on.</summary>
    private void Forget(int place)
    {
        if (place == _names.Count)
            return;

        _sought.Clear();
        _names.RemoveRange(place, _names.Count - place);
        _places.Clear();
        foreach (var (index, name) in _names.Index())
            _places[Encoding.UTF8.GetString(name)] = index;
    }
}
