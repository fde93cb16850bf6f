using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Adam.Api.Http;
using CsCheck;

namespace Adam.Tests.Http;

public sealed class ItemBatchesTests
{
    /// <summary>A number that has no bytes.</summary>
    private const int Nothing = -1;

    [Test]
    public void Items_stand_in_their_order_with_separators_between_them() =>
        Gen.Int[Nothing, 20]
            .List[0, 450]
            .Sample(
                numbers =>
                {
                    using var body = new MemoryStream();
                    var log = new Log();
                    WriteAsync(body, numbers, log).GetAwaiter().GetResult();
                    return Text(body) == string.Join(',', numbers.Where(number => number != Nothing))
                        && log.Busy == 0
                        && log.Writers <= 2;
                },
                iter: 200
            );

    [TestCase(0)]
    [TestCase(99)]
    [TestCase(100)]
    [TestCase(250)]
    public void Error_of_a_writer_ends_all_of_them(int position)
    {
        using var body = new MemoryStream();
        var log = new Log { Fails = position };
        Assert.That(
            async () => await WriteAsync(body, [.. Enumerable.Range(0, 1_000)], log),
            Throws.TypeOf<FormatException>().With.Message.EqualTo($"{position}")
        );
        Assert.That(log.Busy, Is.Zero);
        Assert.That(Text(body), Is.EqualTo(string.Join(',', Enumerable.Range(0, position / 100 * 100))));
    }

    [TestCase(0)]
    [TestCase(50)]
    [TestCase(350)]
    public void Error_of_the_list_ends_all_writers(int position)
    {
        using var body = new MemoryStream();
        var log = new Log();
        Assert.That(
            async () => await WriteAsync(body, Broken(position), log),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo($"{position}")
        );
        Assert.That(log.Busy, Is.Zero);
        Assert.That(string.Join(',', Enumerable.Range(0, position)), Does.StartWith(Text(body)));
    }

    [Test]
    public async Task Items_are_sent_while_further_ones_are_read()
    {
        using var body = new MemoryStream();
        var (arrived, more) = (Source(), Source());
        var pipe = PipeWriter.Create(new Watched(body, arrived), new(leaveOpen: true));
        await using var items = PausedAsync(more.Task).GetAsyncEnumerator();
        var hasItem = await items.MoveNextAsync();
        var writing = ItemBatches.WriteAsync(
            pipe,
            items,
            hasItem,
            () => new NumberWriter(new()),
            ","u8.ToArray(),
            default
        );
        await arrived.Task;
        Assert.That(Text(body), Is.EqualTo("1,2,3"));

        more.SetResult();
        await writing;
        Assert.That(Text(body), Is.EqualTo("1,2,3,4"));
    }

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async IAsyncEnumerable<int> PausedAsync(Task more)
    {
        foreach (var number in (int[])[1, 2, 3])
            yield return number;
        await more;
        yield return 4;
    }

    private static IEnumerable<int> Broken(int position)
    {
        for (var number = 0; number < position; number++)
            yield return number;
        throw new InvalidDataException($"{position}");
    }

    private static async Task WriteAsync(Stream body, IEnumerable<int> numbers, Log log)
    {
        var pipe = PipeWriter.Create(body, new(leaveOpen: true));
        await using var items = numbers.ToAsyncEnumerable().GetAsyncEnumerator();
        var hasItem = await items.MoveNextAsync();
        await ItemBatches.WriteAsync(pipe, items, hasItem, () => new NumberWriter(log), ","u8.ToArray(), default);
        await pipe.CompleteAsync();
    }

    private static string Text(MemoryStream body) => Encoding.UTF8.GetString(body.ToArray());

    private sealed class Log
    {
        private int _busy;
        private int _writers;

        /// <summary>The number at which the writer fails.</summary>
        public int Fails { get; init; } = int.MinValue;

        public int Busy => _busy;

        public int Writers => _writers;

        public void Add() => Interlocked.Increment(ref _writers);

        public void Begin() => Interlocked.Increment(ref _busy);

        public void End() => Interlocked.Decrement(ref _busy);
    }

    /// <summary>A stream that tells when something is written to it.</summary>
    private sealed class Watched(MemoryStream body, TaskCompletionSource arrived) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => body.Length;

        public override long Position
        {
            get => body.Position;
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            body.Write(buffer, offset, count);
            arrived.TrySetResult();
        }
    }

    private sealed class NumberWriter : IItemWriter
    {
        private readonly Log _log;
        private readonly List<int> _numbers = [];

        public NumberWriter(Log log) => (_log = log).Add();

        public void Write(JsonElement item)
        {
            _log.Begin();
            try
            {
                var number = item.GetInt32();
                // Writers overtake each other.
                for (var turn = 0; turn < number % 7; turn++)
                    Thread.Yield();
                if (number == _log.Fails)
                    throw new FormatException(number.ToString(CultureInfo.InvariantCulture));
                if (number != Nothing)
                    _numbers.Add(number);
            }
            finally
            {
                _log.End();
            }
        }

        public ReadOnlyMemory<byte> Take()
        {
            var bytes = Encoding.UTF8.GetBytes(string.Join(',', _numbers));
            _numbers.Clear();
            return bytes;
        }
    }
}
