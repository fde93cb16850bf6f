using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json;
using Adam.Api.Errors;

namespace Adam.Api.Binding;

/// <summary>Reads JSON as a value of one type. <c>null</c> means absent, except as an item of a list.</summary>
internal abstract class JsonModelReader
{
    public const int MostItems = 1000;

    private static readonly ConcurrentDictionary<Type, JsonModelReader> Shapes = new();

    /// <exception cref="InvalidOperationException">
    /// No reader supports the type, which is an error in the code.
    /// </exception>
    public static JsonModelReader For(Type type) =>
        Shapes.GetOrAdd(
            type,
            static type =>
                ValueParser.TryFor(type, out var scalar) ? new ScalarReader(scalar, type)
                : (Nullable.GetUnderlyingType(type) ?? type) == typeof(JsonElement) ? new RawReader()
                : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
                    ? new ListReader(type.GetGenericArguments()[0])
                : type.GetConstructor(Type.EmptyTypes) is not null ? new RecordModel(type)
                : throw new InvalidOperationException($"A request cannot hold a {type}.")
        );

    /// <summary>
    /// The placeholder for a list item that could not be parsed. It preserves the indexes of the other items.
    /// </summary>
    public abstract object? Blank { get; }

    /// <summary>Reads the value. Returns null if it is absent or invalid.</summary>
    public abstract object? Read(JsonElement element, string path, List<ValidationError> errors);

    private sealed class ScalarReader(ValueParser scalar, Type type) : JsonModelReader
    {
        public override object? Blank => type == typeof(string) ? "" : Activator.CreateInstance(type);

        public override object? Read(JsonElement element, string path, List<ValidationError> errors)
        {
            var reading = scalar.ReadJson(element);
            if (reading.Reason is not null)
                errors.Add(new(path, reading.Reason, reading.Code!));
            return reading.Value;
        }
    }

    private sealed class ListReader(Type item) : JsonModelReader
    {
        public override object? Blank => null;

        public override object? Read(JsonElement element, string path, List<ValidationError> errors)
        {
            if (element.ValueKind is not JsonValueKind.Array)
            {
                errors.Add(new(path, $"This must be a list, not {JsonText.Describe(element)}.", ErrorCodes.WrongType));
                return null;
            }

            if (element.GetArrayLength() > MostItems)
            {
                errors.Add(
                    new(
                        path,
                        $"The list has {element.GetArrayLength()} items; at most {MostItems} are taken.",
                        ErrorCodes.TooMany
                    )
                );
                return null;
            }

            var shape = For(item);
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
            foreach (var entry in element.EnumerateArray())
            {
                if (errors.Count >= ValidationError.Most)
                    break;

                var at = $"{path}[{list.Count}]";
                if (entry.ValueKind is JsonValueKind.Null)
                    errors.Add(new(at, "An item of a list cannot be null. Leave it out.", ErrorCodes.WrongType));
                list.Add((entry.ValueKind is JsonValueKind.Null ? null : shape.Read(entry, at, errors)) ?? shape.Blank);
            }

            return list;
        }
    }

    /// <summary>
    /// Returns JSON as it was sent if all texts are valid and no member is repeated, because whoever reads the texts of
    /// other JSON gets an exception.
    /// </summary>
    private sealed class RawReader : JsonModelReader
    {
        public override object? Blank => null;

        public override object? Read(JsonElement element, string path, List<ValidationError> errors)
        {
            var before = errors.Count;
            Check(element, path, errors);
            // After so many errors, the rest of the element was not verified.
            return errors.Count > before || errors.Count >= ValidationError.Most ? null : element.Clone();
        }

        private static void Check(JsonElement element, string path, List<ValidationError> errors)
        {
            if (errors.Count >= ValidationError.Most)
                return;
            if (element.ValueKind is JsonValueKind.Object)
                JsonPropertyNames.Each(element, path, errors, (_, value, at) => Check(value, at, errors));
            else if (element.ValueKind is JsonValueKind.Array)
                foreach (var (index, item) in element.EnumerateArray().Index())
                    Check(item, $"{path}[{index}]", errors);
            else if (element.ValueKind is JsonValueKind.String)
                For(typeof(string)).Read(element, path, errors);
        }
    }
}
