using System.Text.Unicode;

namespace Adam.Api.Serialization;

/// <summary>
/// The characters of many texts, in few arrays that are used again, for libraries that take characters: a string for
/// each text would be collected as garbage. It is used by one thread.
/// </summary>
internal sealed class CharacterPool
{
    private const int ChunkSize = 1 << 16;

    private readonly List<char[]> _chunks = [];
    private int _chunk = -1;
    private int _used;

    /// <summary>Returns the characters of a valid text in UTF-8, which are kept until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<char> Add(ReadOnlySpan<byte> utf8)
    {
        // A text has at most as many characters as bytes.
        if (_chunk < 0 || _chunks[_chunk].Length - _used < utf8.Length)
            Next(utf8.Length);
        var chunk = _chunks[_chunk];
        Utf8.ToUtf16(utf8, chunk.AsSpan(_used), out _, out var count);
        var text = chunk.AsMemory(_used, count);
        _used += count;
        return text;
    }

    /// <summary>Gives up all texts.</summary>
    public void Clear() => (_chunk, _used) = (-1, 0);

    private void Next(int size)
    {
        do
        {
            if (++_chunk == _chunks.Count)
                _chunks.Add(new char[Math.Max(ChunkSize, size)]);
        } while (_chunks[_chunk].Length < size);
        _used = 0;
    }
}
