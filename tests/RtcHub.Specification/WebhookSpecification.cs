using Microsoft.Extensions.DependencyInjection;
using RtcHub.Webhooks;

namespace RtcHub.Specification;

/// <summary>What every backplane promises to the receiver of webhooks. A backplane is tested by inheriting this.</summary>
public abstract class WebhookSpecification : IAsyncLifetime
{
    private readonly List<BackplaneNode> _nodes = [];
    private readonly string _service = Guid.NewGuid().ToString("N");
    private HookReceiver _receiver = null!;

    /// <summary>How many nodes share topics.</summary>
    protected abstract int Nodes { get; }

    /// <summary>Connects a node of that service.</summary>
    protected abstract void Connect(RtcHubBuilder node, string service);

    public async Task InitializeAsync() => _receiver = await HookReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Each_change_of_who_is_in_is_told_once_and_in_order()
    {
        await StartAsync();
        var (ada, bob) = (CreateGuest("""{"name":"Ada"}"""), CreateGuest());
        await ada.JoinAsync("tea");
        await bob.JoinAsync("tea");
        await ada.UpdateAsync("tea", PeerState.Interrupted);
        await ada.LeaveAsync("tea", LeaveReason.Timeout);
        await ada.LeaveAsync("tea");
        await bob.LeaveAsync("tea");

        var hooks = await _receiver.TakeAsync(6);

        hooks.Select(hook => (hook.Type, hook.Sequence, hook.Version - hooks[0].Version)).Take(3).Should().Equal(
            ("topic.started", 1, 0), ("peer.joined", 2, 0), ("peer.joined", 3, 1));
        hooks.Select(hook => (hook.Type, hook.Sequence)).Skip(3).Should().Equal(("peer.left", 4), ("peer.left", 5), ("topic.emptied", 6));
        hooks[1..5].Select(hook => hook.PeerId).Should().Equal(ada.PeerId, bob.PeerId, ada.PeerId, bob.PeerId);
        hooks[3..5].Select(hook => hook.Data.GetProperty("reason").GetString()).Should().Equal("timeout", "left");
        hooks[1].Data.GetProperty("node").GetString().Should().Be(ada.Member.NodeId);
        hooks[1].Data.GetProperty("peer").GetProperty("metadata").GetRawText().Should().Be("""{"name":"Ada"}""");
        _receiver.Attempts.Should().HaveCount(6);
    }

    [Fact]
    public async Task What_many_do_at_once_is_told_once_and_each_topic_in_order()
    {
        await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            var guest = CreateGuest();
            for (var round = 0; round < 3; round++)
            {
                await guest.JoinAsync($"topic {i % 4}");
                await guest.LeaveAsync($"topic {i % 4}");
            }
        }));

        await Eventually.TrueAsync(
            HookReceiver.Patience,
            () => Count("peer.joined") + Count("peer.left") >= 180 && Count("topic.emptied") == Count("topic.started"),
            "it has taken all webhooks");
        await Task.WhenAll(_nodes.Select(async node => await node.Backplane.LeaveServiceAsync()));
        var hooks = _receiver.Attempts;
        hooks.Select(hook => hook.Id).Should().OnlyHaveUniqueItems();
        foreach (var topic in hooks.GroupBy(hook => hook.Topic))
            ExpectWhole([.. topic]);

        int Count(string type) => _receiver.Taken.Count(hook => hook.Type == type);
    }

    [Fact]
    public async Task Only_what_the_receiver_wants_is_sent_and_counted()
    {
        await StartAsync(webhooks => webhooks.Events = ["peer.left"]);
        var ada = CreateGuest();
        for (var i = 0; i < 3; i++)
        {
            await ada.JoinAsync("tea");
            await ada.LeaveAsync("tea");
        }

        var hooks = await _receiver.TakeAsync(3);

        hooks.Should().OnlyContain(hook => hook.Type == "peer.left");
    }

    [Fact]
    public async Task Of_too_many_that_wait_the_oldest_are_dropped_and_counted_and_the_receiver_can_see_it()
    {
        _receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await StartAsync(webhooks => (webhooks.QueueLimit, webhooks.Events) = (10, ["peer.joined", "peer.left"]));
        var ada = CreateGuest();
        for (var i = 0; i < 20; i++)
        {
            await ada.JoinAsync("tea");
            await CreateGuest().JoinAsync("tea");
            await ada.LeaveAsync("tea");
        }

        await Eventually.TrueAsync(
            HookReceiver.Patience,
            () => Counters.Sum(each => each.Dropped) >= 49 && Counters.Sum(each => each.QueueLength) <= 10,
            "those that are too many are dropped");
        _receiver.Answer = (_, _) => Task.CompletedTask;

        await Eventually.TrueAsync(
            HookReceiver.Patience,
            () => Counters.Sum(each => each.Dropped + each.Delivered) == 60 && Counters.Sum(each => each.QueueLength) == 0,
            "none waits");
        _receiver.Taken[^9..].Select(hook => hook.Sequence).Should().Equal(
            Enumerable.Range(52, 9).Select(number => (long)number), "one may have been under way, and that is not dropped");
    }

    [Fact]
    public async Task Without_a_receiver_nothing_is_sent()
    {
        await StartAsync(webhooks => webhooks.Url = null);
        var ada = CreateGuest();
        await ada.JoinAsync("tea");
        await ada.LeaveAsync("tea");
        foreach (var node in _nodes)
            await node.Backplane.LeaveServiceAsync();

        _receiver.Attempts.Should().BeEmpty();
        Counters.Should().OnlyContain(each => each.Delivered + each.Dropped + each.QueueLength == 0);
    }

    [Fact]
    public async Task A_node_that_stops_in_good_order_loses_and_doubles_nothing()
    {
        _receiver.Answer = (_, _) => _receiver.LetOthersComeAsync();
        await StartAsync();
        foreach (var node in _nodes)
        {
            for (var i = 0; i < 5; i++)
            {
                var guest = node.CreateGuest();
                await guest.JoinAsync($"topic {i % 2}");
                await guest.LeaveAsync($"topic {i % 2}");
            }

            if (node != _nodes[^1])
                await node.Backplane.LeaveServiceAsync();
        }

        await _receiver.TakeAsync(20 * _nodes.Count);
        await _nodes[^1].Backplane.LeaveServiceAsync();
        foreach (var topic in _receiver.Attempts.GroupBy(hook => hook.Topic))
            ExpectWhole([.. topic]);
    }

    private WebhookCounters[] Counters => [.. _nodes.Select(node => node.Services.GetRequiredService<WebhookCounters>())];

    /// <summary>All that happened in a topic, from its beginning on.</summary>
    private static void ExpectWhole(Hook[] hooks)
    {
        var (peers, expected, version) = (new HashSet<string>(), 1L, 0L);
        foreach (var hook in hooks)
        {
            var isFirst = hook.Type == "topic.started";
            (isFirst && hook.Sequence == 1 || hook.Sequence == expected).Should().BeTrue("{0} comes after {1}", hook.Sequence, expected - 1);
            expected = hook.Sequence + 1;
            hook.Version.Should().BeGreaterThanOrEqualTo(isFirst ? 1 : version);
            version = hook.Version;
            var isRight = hook.Type switch
            {
                "topic.started" => peers.Count == 0,
                "peer.joined" => peers.Add(hook.PeerId),
                "peer.left" => peers.Remove(hook.PeerId),
                _ => peers.Count == 0,
            };
            isRight.Should().BeTrue("{0} fits what was told before", hook.Text);
        }

        peers.Should().BeEmpty();
        hooks[^1].Type.Should().Be("topic.emptied");
    }

    private Guest CreateGuest(string? metadata = null) => _nodes[Random.Shared.Next(_nodes.Count)].CreateGuest(metadata);

    private async Task StartAsync(Action<WebhookOptions>? configure = null)
    {
        for (var i = 0; i < Nodes; i++)
        {
            _nodes.Add(await BackplaneNode.StartAsync(node =>
            {
                Connect(node, _service);
                node.Services.Configure<RtcHubOptions>(options =>
                {
                    _receiver.Configure(options);
                    configure?.Invoke(options.Webhooks);
                });
            }));
        }
    }
}
