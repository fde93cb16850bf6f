using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Layers;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Layers;

namespace Adam.Api.Demo;

/// <summary>Records the sample items of layers, by the same rules as a request. They are invented.</summary>
internal static class DemoLayers
{
    /// <param name="read">Returns the lines of a file of the sample.</param>
    public static async Task AddAsync(
        IServiceProvider services,
        Func<string, IAsyncEnumerable<string>> read,
        Caller caller,
        CancellationToken ct
    )
    {
        var layers = services.GetRequiredService<LayerStore>();
        var items = services.GetRequiredService<LayerItemStore>();
        await foreach (var line in read("layer-items"))
        {
            using var document = JsonDocument.Parse(line);
            var layer = await layers.GetRecordedAsync(document.RootElement.GetProperty("layer").GetString()!, ct);
            var errors = new List<ValidationError>();
            var body = JsonBody.Read<LayerItemBody>(document.RootElement.GetProperty("feature"), errors);
            var draft = new LayerItemReader(layer.Draft, JsonItemFields.Read(body, errors), errors).Read();
            ThrowIfAny(errors, $"item {draft.Reference}");
            var recorder = document.RootElement.GetProperty("recorder").GetString()!;
            // The examples of the contract name some items by their ids.
            var added = await items.AddAsync(layer, draft, recorder, caller.Actor, ct, respond: null, body.Id);
            added.ThrowIfRejected(layer.Id);
        }
    }

    private static void ThrowIfAny(List<ValidationError> errors, string record)
    {
        if (errors.Count > 0)
            throw new InvalidDataException($"The sample's {record} has an error: {errors[0]}");
    }
}
