using RtcHub.Backplane;

namespace RtcHub.Specification;

/// <summary>What every backplane promises to operators. It is tested by inheriting this.</summary>
public abstract class OversightSpecification : IAsyncLifetime
{
    private BackplaneNode _node = null!;

    /// <summary>In the order of their code points: the last but one is U+FF5E, the last beyond U+FFFF.</summary>
    private static string[] Names { get; } = ["!", "%2F", "..", "Tea", "a", "a b", "a/b", "tea", "tea-2", "é", "茶", "～", "🫖"];

    /// <summary>Connects a node of that service.</summary>
    protected abstract void Connect(RtcHubBuilder node, string service);

    public async Task InitializeAsync()
    {
        var service = Guid.NewGuid().ToString("N");
        _node = await BackplaneNode.StartAsync(node => Connect(node, service));
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Topics_are_listed_a_page_at_a_time_in_the_order_of_their_names()
    {
        await JoinAsync([.. Names.Reverse()]);

        (await ReadAllAsync(new TopicQuery(Limit: 4))).Should().Equal(Names);
        (await ReadAllAsync(new TopicQuery(Limit: Names.Length))).Should().Equal(Names);
        (await _node.Backplane.Oversight.ListTopicsAsync(new TopicQuery(Limit: Names.Length)))!.Next.Should().BeNull();
        (await ReadAllAsync(new TopicQuery(Limit: 100, After: "a a name that nobody has"))).Should().Equal(Names[5..]);
    }

    [Fact]
    public async Task Topics_are_found_by_how_they_begin_and_by_what_is_in_them()
    {
        await JoinAsync(Names);

        (await ReadAllAsync(new TopicQuery(Limit: 1, Prefix: "tea"))).Should().Equal("tea", "tea-2");
        (await ReadAllAsync(new TopicQuery(Limit: 1, Prefix: "a", After: "a"))).Should().Equal("a b", "a/b");
        (await ReadAllAsync(new TopicQuery(Limit: 1, Contains: "EA"))).Should().Equal("Tea", "tea", "tea-2");
        (await ReadAllAsync(new TopicQuery(Limit: 5, Contains: "🫖"))).Should().Equal("🫖");
        (await ReadAllAsync(new TopicQuery(Limit: 5, Prefix: "nobody"))).Should().BeEmpty();
    }

    [Fact]
    public async Task A_topic_is_listed_with_how_many_are_in_for_as_long_as_somebody_is()
    {
        var (ada, bob) = (_node.CreateGuest(), _node.CreateGuest());
        await ada.JoinAsync("tea");
        await bob.JoinAsync("tea");
        await bob.UpdateAsync("tea", PeerState.Interrupted);
        var summary = (await ListAsync()).Should().ContainSingle().Which;
        (summary.Topic, summary.PeerCount, summary.Version, summary.Locked).Should().Be(("tea", 2, 3, false));
        summary.Nodes.Should().Equal(_node.Backplane.NodeId);

        await ada.LeaveAsync("tea");
        (await ListAsync()).Should().ContainSingle().Which.PeerCount.Should().Be(1);
        await bob.LeaveAsync("tea");
        (await ListAsync()).Should().BeEmpty();
        (await _node.Backplane.Oversight.DescribeAsync("tea"))!.PeerCount.Should().Be(0);
        await ada.JoinAsync("tea");
        (await ListAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_lock_keeps_everybody_out_and_nobody_in_who_wants_to_leave()
    {
        var (ada, bob) = (_node.CreateGuest(), _node.CreateGuest(access: new TopicAccess(TopicGrants.Moderate)));
        await ada.JoinAsync("tea");

        (await _node.Backplane.Oversight.LockAsync("tea", until: null)).Should().Be(SignalCode.Ok);

        (await bob.JoinAsync("tea")).Code.Should().Be(SignalCode.TopicLocked, "moderators are kept out too");
        (await ada.UpdateAsync("tea", PeerState.Interrupted)).Should().Be(SignalCode.Ok);
        (await ada.LeaveAsync("tea")).Should().Be(SignalCode.Ok);
        (await ada.JoinAsync("tea")).Code.Should().Be(SignalCode.TopicLocked);
        (await bob.JoinAsync("another")).Code.Should().Be(SignalCode.Ok);
    }

    [Fact]
    public async Task A_lock_holds_and_is_listed_where_nobody_is_until_it_is_taken_away()
    {
        var ada = _node.CreateGuest();
        await _node.Backplane.Oversight.LockAsync("tea", until: null);
        (await ada.JoinAsync("tea")).Code.Should().Be(SignalCode.TopicLocked);
        (await ListAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Topic = "tea", PeerCount = 0, Locked = true });

        (await _node.Backplane.Oversight.UnlockAsync("tea")).Should().Be(SignalCode.Ok);
        (await _node.Backplane.Oversight.UnlockAsync("tea")).Should().Be(SignalCode.Ok);

        (await ListAsync()).Should().BeEmpty();
        (await ada.JoinAsync("tea")).Code.Should().Be(SignalCode.Ok);
    }

    [Fact]
    public async Task A_lock_outlives_those_who_are_in_and_unlocking_leaves_them_listed()
    {
        var ada = _node.CreateGuest();
        await ada.JoinAsync("tea");
        await _node.Backplane.Oversight.LockAsync("tea", until: null);
        await ada.LeaveAsync("tea");
        (await ListAsync()).Should().ContainSingle().Which.Locked.Should().BeTrue();

        await _node.Backplane.Oversight.UnlockAsync("tea");
        await ada.JoinAsync("tea");
        await _node.Backplane.Oversight.LockAsync("tea", until: null);
        await _node.Backplane.Oversight.UnlockAsync("tea");

        (await ListAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { PeerCount = 1, Locked = false });
    }

    [Fact]
    public async Task A_lock_says_when_it_ends_and_ends_then()
    {
        var ada = _node.CreateGuest();
        var hour = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds());
        await _node.Backplane.Oversight.LockAsync("tea", hour);
        (await ListAsync()).Should().ContainSingle().Which.LockedUntil.Should().Be(hour);

        await _node.Backplane.Oversight.LockAsync("tea", TimeProvider.System.GetUtcNow().AddMilliseconds(50));
        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(10), async () => (await ada.JoinAsync("tea")).Code != SignalCode.TopicLocked, "the lock ends");

        (await ListAsync()).Should().ContainSingle().Which.Locked.Should().BeFalse();
    }

    [Fact]
    public async Task A_topic_whose_lock_has_ended_and_that_nobody_is_in_is_not_listed()
    {
        await _node.Backplane.Oversight.LockAsync("tea", TimeProvider.System.GetUtcNow().AddMilliseconds(50));
        await _node.Backplane.Oversight.LockAsync("coffee", until: null);

        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(10), async () => (await ListAsync()).All(topic => topic.Topic != "tea"), "the topic is gone");

        (await ListAsync()).Should().ContainSingle().Which.Topic.Should().Be("coffee");
    }

    [Fact]
    public async Task A_node_lists_itself_as_it_is_now() =>
        (await _node.Backplane.Oversight.ListNodesAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(_node.Describe());

    private async Task JoinAsync(string[] topics)
    {
        var guest = _node.CreateGuest();
        foreach (var topic in topics)
            await guest.JoinAsync(topic);
    }

    private async Task<IReadOnlyList<TopicSummary>> ListAsync() =>
        (await _node.Backplane.Oversight.ListTopicsAsync(new TopicQuery(Limit: 100)))!.Topics;

    private async Task<List<string>> ReadAllAsync(TopicQuery query)
    {
        var names = new List<string>();
        for (string? next = query.After; ;)
        {
            var page = (await _node.Backplane.Oversight.ListTopicsAsync(query with { After = next }))!;
            page.Topics.Count.Should().BeLessThanOrEqualTo(query.Limit);
            names.AddRange(page.Topics.Select(topic => topic.Topic));
            if (page.Next is null)
                return names;
            next = page.Next;
        }
    }
}
