using System.Diagnostics;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Redis;

namespace RtcHub.Tests.Telemetry;

/// <summary>What nodes tell each other of a signal that is followed; some of them may be of a version that does not know it.</summary>
public class EnvelopeWireTests
{
    private static readonly ActivityContext Traced =
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);

    private static readonly DateTimeOffset SentAt = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void A_trace_goes_along()
    {
        var sample = Reader(With(new SignalSample(EnvelopeKind.Offer, SentAt, SignalPath.Local, Traced))).ReadEnvelope().Sample!;

        (sample.Kind, sample.SentAt, sample.Path, sample.Context).Should().Be((EnvelopeKind.Offer, SentAt, SignalPath.Remote, Traced));
    }

    [Fact]
    public void A_signal_that_is_only_timed_has_no_trace()
    {
        var sample = Reader(With(new SignalSample(EnvelopeKind.Offer, SentAt, SignalPath.Local, default))).ReadEnvelope().Sample!;

        (sample.SentAt, sample.Context).Should().Be((SentAt, default(ActivityContext)));
    }

    [Fact]
    public void A_signal_that_nobody_follows_is_written_as_nodes_of_before_write_it_and_read_from_them()
    {
        var (followed, plain) = (Bytes(With(new SignalSample(EnvelopeKind.Offer, SentAt, SignalPath.Local, Traced))), Bytes(With(null)));

        followed[..plain.Length].Should().Equal(plain, "a node of before reads what it knows, and not what follows");
        Reader(With(null)).ReadEnvelope().Should().Match<Envelope>(envelope => envelope.Sample == null && envelope.Epoch == 7);
    }

    private static Envelope With(SignalSample? sample) => new(
        EnvelopeKind.Offer, "tea", Guid.Empty.ToString(), "bob", new RawJson("{}"u8.ToArray()), RosterVersion: 5, Epoch: 7, Sample: sample);

    private static byte[] Bytes(Envelope envelope)
    {
        using var writer = new InboxWriter(InboxMessage.Envelope);
        writer.Write(envelope);
        return writer.ToArray();
    }

    private static InboxReader Reader(Envelope envelope) => new InboxReader(Bytes(envelope)).SkipHead();
}
