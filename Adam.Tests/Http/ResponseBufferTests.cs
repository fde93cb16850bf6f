using System.IO.Pipelines;
using Adam.Api.Configuration;
using Adam.Api.Http;
using CsCheck;
using Microsoft.Extensions.Configuration;

namespace Adam.Tests.Http;

public sealed class ResponseBufferTests
{
    /// <summary>Writes of any sizes, and after each of them the number of bytes that the client takes.</summary>
    private static readonly Gen<List<(int Written, int Taken)>> Steps = Gen.Select(
        Gen.OneOf(Gen.Int[0, 10], Gen.Int[60_000, 70_000], Gen.Int[0, 900_000]),
        Gen.OneOf(Gen.Int[0, 0], Gen.Int[0, 100_000], Gen.Int[0, 2_000_000])
    ).List[0, 25];

    [Test]
    public void Client_gets_all_bytes_in_their_order_however_slow() =>
        Steps.SampleAsync(
            async steps =>
            {
                var space = Space(1L << 30);
                var buffer = new ResponseBuffer(space);
                var pipe = new Pipe(new(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
                var sending = SendAsync(buffer, pipe.Writer);
                var (written, taken) = (0L, 0L);
                foreach (var (count, wanted) in steps)
                {
                    buffer.Write(Bytes(written, count));
                    written += count;
                    await TakeAsync(Math.Min(taken + wanted, written));
                }

                Assert.That(buffer.Position, Is.EqualTo(written));
                buffer.Complete();
                await TakeAsync(written);
                var end = await pipe.Reader.ReadAsync();
                Assert.That((end.IsCompleted, end.Buffer.Length), Is.EqualTo((true, 0)));
                await sending;
                await buffer.DisposeAsync();
                Assert.That(space.Taken, Is.Zero);

                async Task TakeAsync(long until)
                {
                    while (taken < until)
                    {
                        var read = await pipe.Reader.ReadAsync();
                        foreach (var segment in read.Buffer)
                        {
                            Assert.That(segment.Span.SequenceEqual(Bytes(taken, segment.Length)), Is.True);
                            taken += segment.Length;
                        }

                        pipe.Reader.AdvanceTo(read.Buffer.End);
                    }
                }
            },
            iter: 50
        );

    [Test]
    public async Task Space_is_bounded_for_all_responses_together()
    {
        var space = Space(5_000_000);
        await using var slow = new ResponseBuffer(space);
        slow.Write(new byte[4_500_000]);
        Assert.That(space.Taken, Is.InRange(3_000_000, 5_000_000));

        var other = new ResponseBuffer(space);
        other.Write(new byte[ResponseBuffer.MostInMemory]);
        Assert.That(
            () => other.Write(new byte[5_000_000]),
            Throws
                .TypeOf<ResponseBufferFullException>()
                .With.Message.EqualTo(
                    "Lists that clients read slowly need more than the 5000000 bytes of Adam:MaxExportBytes. Raise the "
                        + "setting, or let the clients ask for pages with limit=."
                )
        );
        await other.DisposeAsync();
        Assert.That(space.Taken, Is.InRange(3_000_000, 5_000_000), "that of the first one");
    }

    [Test]
    public async Task Failure_comes_before_the_rest()
    {
        await using var buffer = new ResponseBuffer(Space(1 << 20));
        buffer.Write("text"u8);
        buffer.Fail(new InvalidOperationException("The register failed."));
        var pipe = new Pipe();
        Assert.That(
            async () => await buffer.SendAsync(pipe.Writer, default),
            Throws.InvalidOperationException.With.Message.EqualTo("The register failed.")
        );
        Assert.That(pipe.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task Failure_ends_the_waiting_for_a_client_that_reads_nothing()
    {
        await using var buffer = new ResponseBuffer(Space(1 << 20));
        var pipe = new Pipe(new(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        buffer.Write(new byte[100_000]);
        var sending = buffer.SendAsync(pipe.Writer, default);
        var read = await pipe.Reader.ReadAsync();
        Assert.That((read.Buffer.Length, sending.IsCompleted), Is.EqualTo((65_536, false)));
        buffer.Fail(new InvalidOperationException("The register failed."));
        Assert.That(
            async () => await sending.WaitAsync(Cli.ProgramProcess.HangGuard),
            Throws.InvalidOperationException
        );
    }

    private static async Task SendAsync(ResponseBuffer buffer, PipeWriter client)
    {
        await buffer.SendAsync(client, default);
        await client.CompleteAsync();
    }

    /// <summary>Returns bytes that are different at each position of a stream.</summary>
    private static byte[] Bytes(long start, int count) =>
        [.. Enumerable.Range(0, count).Select(index => (byte)((start + index) * 2_654_435_761 >> 13))];

    private static ResponseBufferSpace Space(long most) =>
        new(
            Settings.Read(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([
                        new("Adam:MaxExportBytes", most.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                    ])
                    .Build()
            )
        );
}
