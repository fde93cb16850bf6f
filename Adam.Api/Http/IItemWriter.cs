using System.Text.Json;

namespace Adam.Api.Http;

/// <summary>Writes items of a list into memory. One thread uses it at a time.</summary>
internal interface IItemWriter
{
    /// <summary>Writes an item in its JSON form, which is valid until the method returns.</summary>
    void Write(JsonElement item);

    /// <summary>Returns the bytes that are written since the last call. The next item takes their memory.</summary>
    ReadOnlyMemory<byte> Take();
}
