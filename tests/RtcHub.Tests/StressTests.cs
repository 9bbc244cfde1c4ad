namespace RtcHub.Tests;

public class StressTests
{
    private const int Pairs = 20;
    private const int Signals = 500;

    [Fact]
    public async Task Each_receiver_gets_each_signal_once_and_in_order_through_drops_and_resumes()
    {
        await using var hub = await TestHub.StartAsync(options =>
        {
            options.CallsPerSecond = 0;
            options.ReplayBufferEvents = 10 * Signals;
            options.ReplayBufferBytes = options.SlowConsumerBytes = 1 << 20;
        });
        var pairs = await Task.WhenAll(Enumerable.Range(0, Pairs).Select(async pair => new[]
        {
            await ResumingPeer.ConnectAsync(hub, $"pair {pair}"),
            await ResumingPeer.ConnectAsync(hub, $"pair {pair}"),
        }));

        await Task.WhenAll(pairs.SelectMany((pair, number) => new[]
        {
            TalkAsync(pair[0], pair[1].PeerId, number, breaksAt: 130),
            TalkAsync(pair[1], pair[0].PeerId, number, breaksAt: 170),
        }));

        var peers = pairs.SelectMany(pair => pair).ToArray();
        await ResumingPeer.ListenAsync(peers);
        foreach (var peer in peers)
        {
            peer.Messages.Should().AllSatisfy(message => message.Code.Should().BeOneOf("ok", "queued", null));
            peer.Heard.Where(call => call.Method == "Message").Select(call => call[2].GetInt32()).Should().Equal(Enumerable.Range(0, Signals));
        }

        async Task TalkAsync(ResumingPeer peer, string to, int pair, int breaksAt)
        {
            for (var sent = 1; sent <= Signals; sent++)
            {
                peer.Send($"pair {pair}", to);
                if (sent % breaksAt != 0)
                    continue;
                await peer.DropAsync();
                if (sent % 2 == 0)
                    await (await hub.ConnectAsync($"pair {pair}")).InvokeAsync("Bye"); // another comes and goes
                await peer.ResumeAsync();
            }
        }
    }
}
