namespace RtcHub.Tests;

/// <summary>Real servers that share a Redis, of which the one that sends webhooks is killed or frozen.</summary>
public sealed class WebhookProcessTests : IAsyncLifetime
{
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    private readonly string[] _names = new string[3];
    private HookReceiver _receiver = null!;
    private ServerProcesses _servers = null!;

    public async Task InitializeAsync()
    {
        _receiver = await HookReceiver.StartAsync();
        _servers = await ServerProcesses.StartAsync(
            _names.Length,
            ("RtcHub__ResumeWindow", "00:00:02"),
            ("RtcHub__Webhooks__Url", _receiver.Url.ToString()),
            ("RtcHub__Webhooks__Secrets__0", HookReceiver.Secret));
        for (var i = 0; i < _names.Length; i++)
        {
            var client = await _servers.ConnectAsync(i, "tea");
            _names[i] = (await _receiver.TakeAsync(2 + i))[1 + i].Data.GetProperty("node").GetString()!;
            _receiver.Taken[1 + i].PeerId.Should().Be(client.PeerId);
        }
    }

    public async Task DisposeAsync()
    {
        await _servers.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task When_the_sender_is_killed_while_the_receiver_is_down_another_sends_everything_once_and_in_order()
    {
        var sender = Sender();
        var others = Enumerable.Range(0, 3).Where(index => index != sender).ToArray();
        await _receiver.GoAwayAsync();
        foreach (var index in others.Append(sender))
            await ComeAndGoAsync(index, $"coffee {index}");

        await _servers.Nodes[sender].SignalAsync("KILL");
        foreach (var index in others)
            await ComeAndGoAsync(index, $"coffee {index}");
        await Eventually.TrueAsync(2 * TenSeconds, () => Sender() is >= 0 and var next && next != sender, "another sends");
        await _receiver.ComeBackAsync();

        // Four at the start; on a node four a time; and the peer of the dead node has left.
        var hooks = await _receiver.TakeAsync(4 + (3 * 4) + (2 * 4) + 1);
        ExpectOnceAndInOrder(hooks);
        var lost = hooks.Single(hook => hook.Topic == "tea" && hook.Type == "peer.left");
        (lost.PeerId, lost.Data.GetProperty("reason").GetString()).Should().Be((_servers.Clients[sender].PeerId, "timeout"));
    }

    [Fact]
    public async Task A_sender_that_was_frozen_sends_nothing_that_another_has_sent_meanwhile()
    {
        var sender = Sender();
        var other = (sender + 1) % 3;
        _receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await ComeAndGoAsync(other, "coffee");
        await ComeAndGoAsync(sender, "cocoa");
        await Eventually.TrueAsync(TenSeconds, () => _receiver.Attempts.Length > 4, "the sender has tried");

        await _servers.Nodes[sender].SignalAsync("STOP");
        await Eventually.TrueAsync(2 * TenSeconds, () => Sender() is >= 0 and var next && next != sender, "another sends");
        _receiver.Answer = (_, _) => Task.CompletedTask;
        await _receiver.TakeAsync(4 + 8 + 1); // and the peer of the frozen node has left
        await _servers.Nodes[sender].SignalAsync("CONT");
        await _servers.Nodes[sender].UntilReadyAsync(TenSeconds);
        await ComeAndGoAsync(sender, "milk");

        var hooks = await _receiver.TakeAsync(4 + 8 + 1 + 4);
        ExpectOnceAndInOrder(hooks);
        _receiver.Taken.Should().HaveCount(hooks.Length);
    }

    private static void ExpectOnceAndInOrder(Hook[] hooks)
    {
        hooks.Select(hook => hook.Id).Should().OnlyHaveUniqueItems();
        hooks.Should().OnlyContain(hook => hook.FindSignature(HookReceiver.Secret) == 0);
        foreach (var topic in hooks.GroupBy(hook => hook.Topic))
            topic.Select(hook => hook.Sequence).Should().Equal(Enumerable.Range(1, topic.Count()).Select(number => (long)number));
    }

    /// <summary>Which node sends, or -1 while none does.</summary>
    private int Sender() => Array.IndexOf(_names, _servers.Redis.Run("GET", "rtchub:webhooks:lease").Trim());

    private async Task ComeAndGoAsync(int node, string topic)
    {
        var client = await _servers.ConnectAsync(node, topic);
        await client.InvokeAsync("Bye");
    }
}
