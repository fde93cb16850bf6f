using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json;

namespace Adam.Api.Requests;

/// <summary>Reads JSON into a value of one type. <c>null</c> means absent, except as an item of a list.</summary>
internal abstract class JsonShape
{
    public const int MostItems = 1000;

    private static readonly ConcurrentDictionary<Type, JsonShape> Shapes = new();

    /// <exception cref="InvalidOperationException">The type has no reader: an error in the code.</exception>
    public static JsonShape Of(Type type) => Shapes.GetOrAdd(type, static type =>
        Scalar.TryOf(type, out var scalar) ? new ScalarShape(scalar, type)
        : (Nullable.GetUnderlyingType(type) ?? type) == typeof(JsonElement) ? new RawShape()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? new ListShape(type.GetGenericArguments()[0])
        : type.GetConstructor(Type.EmptyTypes) is not null ? new RecordShape(type)
        : throw new InvalidOperationException($"A request cannot hold a {type}."));

    /// <summary>
    /// The placeholder for a list item that could not be read, so that the indexes of the other items stay right.
    /// </summary>
    public abstract object? Blank { get; }

    /// <summary>Reads the value. Returns null if it is absent or invalid.</summary>
    public abstract object? Read(JsonElement element, string path, List<Fault> faults);

    private sealed class ScalarShape(Scalar scalar, Type type) : JsonShape
    {
        public override object? Blank => type == typeof(string) ? "" : Activator.CreateInstance(type);

        public override object? Read(JsonElement element, string path, List<Fault> faults)
        {
            var reading = scalar.ReadJson(element);
            if (reading.Reason is not null)
                faults.Add(new(path, reading.Reason, reading.Code!));
            return reading.Value;
        }
    }

    private sealed class ListShape(Type item) : JsonShape
    {
        public override object? Blank => null;

        public override object? Read(JsonElement element, string path, List<Fault> faults)
        {
            if (element.ValueKind is not JsonValueKind.Array)
            {
                faults.Add(new(path, $"This must be a list, not {JsonText.Describe(element)}.", ErrorCodes.WrongType));
                return null;
            }

            if (element.GetArrayLength() > MostItems)
            {
                faults.Add(new(path, $"The list has {element.GetArrayLength()} items; at most {MostItems} are taken.", ErrorCodes.TooMany));
                return null;
            }

            var shape = Of(item);
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
            foreach (var entry in element.EnumerateArray())
            {
                if (faults.Count >= Fault.Most)
                    break;

                var at = $"{path}[{list.Count}]";
                if (entry.ValueKind is JsonValueKind.Null)
                    faults.Add(new(at, "An item of a list cannot be null. Leave it out.", ErrorCodes.WrongType));
                list.Add((entry.ValueKind is JsonValueKind.Null ? null : shape.Read(entry, at, faults)) ?? shape.Blank);
            }

            return list;
        }
    }

    /// <summary>
    /// Keeps JSON as it was sent, after verifying that all of it can be read and that no member occurs twice.
    /// </summary>
    private sealed class RawShape : JsonShape
    {
        public override object? Blank => null;

        public override object? Read(JsonElement element, string path, List<Fault> faults)
        {
            Check(element, path, faults);
            return element.Clone();
        }

        private static void Check(JsonElement element, string path, List<Fault> faults)
        {
            if (faults.Count >= Fault.Most)
                return;
            if (element.ValueKind is JsonValueKind.Object)
                Members.Each(element, path, faults, (_, value, at) => Check(value, at, faults));
            else if (element.ValueKind is JsonValueKind.Array)
                foreach (var (index, item) in element.EnumerateArray().Index())
                    Check(item, $"{path}[{index}]", faults);
            else if (element.ValueKind is JsonValueKind.String)
                Of(typeof(string)).Read(element, path, faults);
        }
    }
}
