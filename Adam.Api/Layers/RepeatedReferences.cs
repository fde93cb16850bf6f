using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Adam.Api.Imports;
using Adam.Domain.Layers;

namespace Adam.Api.Layers;

/// <summary>
/// Finds the items of a file whose reference an earlier item has. Hashes of references are sorted in runs on disk, so
/// the memory is that of one run, whatever the number of items is: an external merge sort (Knuth 1998, 5.4).
/// </summary>
internal sealed class RepeatedReferences : IDisposable
{
    /// <summary>The number of references that are sorted in memory: 2 MiB.</summary>
    private const int RunLength = 1 << 16;

    private readonly FileStream _sorted = TemporaryFile.Create();
    private readonly List<int> _lengths = [];
    private readonly Entry[] _run = new Entry[RunLength];
    private int _filled;
    private int _last;

    /// <summary>Adds the reference of an item.</summary>
    /// <param name="number">The number of the item in the file, greater than those before.</param>
    public void Add(string reference, int number)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(LayerItemDraft.KeyOf(reference)));
        _run[_filled++] = new(MemoryMarshal.Read<UInt128>(hash), number);
        _last = number;
        if (_filled == RunLength)
            EndRun();
    }

    /// <summary>Returns the items, by their numbers, whose reference an earlier item has.</summary>
    public BitArray Find()
    {
        EndRun();
        var (repeated, heads) = (new BitArray(_last + 1), new PriorityQueue<IEnumerator<Entry>, Entry>());
        var start = 0L;
        foreach (var length in _lengths)
        {
            var run = Run(start, length).GetEnumerator();
            run.MoveNext();
            heads.Enqueue(run, run.Current);
            start += length;
        }

        for (Entry? before = null; heads.TryPeek(out var run, out var entry); before = entry)
        {
            if (entry.Hash == before?.Hash)
                repeated[entry.Number] = true;
            if (run.MoveNext())
                heads.DequeueEnqueue(run, run.Current);
            else
                heads.Dequeue();
        }

        return repeated;
    }

    public void Dispose() => _sorted.Dispose();

    private void EndRun()
    {
        if (_filled == 0)
            return;

        var run = _run.AsSpan(0, _filled);
        run.Sort();
        _sorted.Write(MemoryMarshal.AsBytes(run));
        _lengths.Add(_filled);
        _filled = 0;
    }

    /// <summary>Returns the entries of a run, of which a block is in memory.</summary>
    private IEnumerable<Entry> Run(long start, int length)
    {
        var block = new Entry[Math.Min(length, 256)];
        for (var read = 0; read < length; read += block.Length)
        {
            var count = Math.Min(block.Length, length - read);
            _sorted.Position = (start + read) * Unsafe.SizeOf<Entry>();
            _sorted.ReadExactly(MemoryMarshal.AsBytes(block.AsSpan(0, count)));
            for (var i = 0; i < count; i++)
                yield return block[i];
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Entry(UInt128 Hash, int Number) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => (Hash, Number).CompareTo((other.Hash, other.Number));
    }
}
