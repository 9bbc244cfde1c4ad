using System.Diagnostics;
using System.Text;
using RtcHub.Backplane;

namespace RtcHub.Specification;

/// <summary>What a backplane that several nodes share promises between them. It is tested by inheriting this.</summary>
public abstract class SharedBackplaneSpecification : IAsyncLifetime
{
    private static readonly Envelope Message = new(EnvelopeKind.Message, "tea", "", "", new RawJson("1"u8.ToArray()));

    private readonly string _service = Guid.NewGuid().ToString("N");
    private BackplaneNode[] _nodes = [];

    public static TheoryData<string> Payloads { get; } =
    [
        "{}", "[ 1,\t2.0e+3 ]", "\"line\\nbreak\"", "{\"a\":\n1,\"a\":2}\n", "\"\\u0041é🫖\\u001e <&>\"", "null", $"\"{new string('x', 49_000)}\"",
    ];

    /// <summary>Connects a node of that service.</summary>
    protected abstract void Connect(RtcHubBuilder node, string service);

    public async Task InitializeAsync() =>
        _nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => BackplaneNode.StartAsync(node => Connect(node, _service))));

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task A_join_on_one_node_is_in_the_snapshots_of_all_and_says_where_it_is()
    {
        var guests = _nodes.Select(node => node.CreateGuest()).ToArray();
        foreach (var guest in guests)
            await guest.JoinAsync("tea");

        foreach (var node in _nodes)
        {
            var roster = (await node.Backplane.FetchAsync("tea"))!;
            roster.Version.Should().Be(3);
            roster.Members.Select(member => (member.PeerId, member.NodeId))
                .Should().Equal(guests.Zip(_nodes, (guest, home) => (guest.PeerId, home.Backplane.NodeId)));
        }
    }

    [Fact]
    public async Task Changes_on_one_node_are_told_on_another_once_and_in_order()
    {
        var (ada, bob) = (_nodes[0].CreateGuest(), _nodes[1].CreateGuest());
        await ada.JoinAsync("tea");
        await bob.JoinAsync("tea");
        for (var i = 0; i < 50; i++)
            await bob.UpdateAsync("tea", i % 2 == 0 ? PeerState.Interrupted : PeerState.Connected);
        await bob.LeaveAsync("tea", LeaveReason.Timeout);

        var heard = await ada.HearAsync(52);

        heard.Select(call => call.Arguments[^1].GetInt64()).Should().Equal(Enumerable.Range(2, 52).Select(version => (long)version));
        heard[1..^1].Select(call => call[1].State()).Should().Equal(Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? "interrupted" : "connected"));
        (heard[^1].Method, heard[^1][2].GetString()).Should().Be(("PeerLeft", "timeout"));
    }

    [Fact]
    public async Task Changes_on_all_nodes_at_once_are_told_everywhere_in_one_order()
    {
        var observers = _nodes.Select(node => node.CreateGuest()).ToArray();
        foreach (var observer in observers)
            await observer.JoinAsync("tea");
        await observers[0].HearAsync(2); // the others
        await observers[1].HearAsync(1);

        await Task.WhenAll(_nodes.SelectMany(node => Enumerable.Range(0, 10).Select(async _ =>
        {
            var guest = node.CreateGuest();
            await guest.JoinAsync("tea");
            await guest.UpdateAsync("tea", PeerState.Interrupted);
            await guest.LeaveAsync("tea");
        })));

        for (var i = 0; i < observers.Length; i++)
        {
            (await observers[i].HearAsync(2 - i + 90)).Skip(2 - i).Select(call => call.Arguments[^1].GetInt64())
                .Should().Equal(Enumerable.Range(4, 90).Select(version => (long)version));
        }
    }

    [Fact]
    public async Task Capacity_is_that_of_all_nodes_together()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => _nodes[i % _nodes.Length].CreateGuest().JoinAsync("tea", capacity: 5)));

        outcomes.Count(outcome => outcome.Code == SignalCode.Ok).Should().Be(5);
        outcomes.Count(outcome => outcome.Code == SignalCode.TopicFull).Should().Be(15);
        (await _nodes[0].Backplane.FetchAsync("tea"))!.Version.Should().Be(5);
    }

    [Fact]
    public async Task A_topic_that_everyone_left_goes_on_counting_for_a_change_of_before_may_still_be_on_its_way()
    {
        var (ada, bob) = (_nodes[0].CreateGuest(), _nodes[1].CreateGuest());
        await ada.JoinAsync("tea");
        await bob.JoinAsync("tea");
        await ada.LeaveAsync("tea");
        (await ada.JoinAsync("tea")).Snapshot!.Version.Should().Be(4);
        await ada.LeaveAsync("tea");
        await bob.LeaveAsync("tea");

        var again = await ada.JoinAsync("tea");

        again.Snapshot!.Version.Should().Be(7);
        again.Snapshot.Members.Should().ContainSingle();
    }

    [Fact]
    public async Task A_member_is_changed_only_by_the_node_that_holds_it()
    {
        var (ada, bob) = (_nodes[0].CreateGuest(), _nodes[1].CreateGuest());
        await ada.JoinAsync("tea");
        await bob.JoinAsync("tea");

        (await _nodes[0].Backplane.UpdateAsync("tea", bob.Member)).Should().Be(SignalCode.PeerGone);

        (await _nodes[0].Backplane.FetchAsync("tea"))!.Version.Should().Be(2);
    }

    [Fact]
    public async Task Envelopes_arrive_once_and_in_order()
    {
        var (ada, bob) = await MeetAsync();

        var codes = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => bob.SendAsync(ada, With(n)).AsTask()));

        codes.Should().OnlyContain(code => code == SignalCode.Ok);
        await bob.LeaveAsync("tea"); // the end
        var heard = await ada.HearAsync(202);
        heard.Select(call => call.Method).Should().Equal(["PeerJoined", .. Enumerable.Repeat("Message", 200), "PeerLeft"]);
        heard[1..^1].Select(call => call[2].GetInt32()).Should().Equal(Enumerable.Range(0, 200));
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task What_an_envelope_carries_arrives_byte_for_byte(string payload)
    {
        var (ada, bob) = await MeetAsync();

        (await bob.SendAsync(ada, Message with { Payload = new RawJson(Encoding.UTF8.GetBytes(payload)) })).Should().Be(SignalCode.Ok);

        await ada.HearAsync(2);
        ada.Frames[1].Should().Be($$"""{"type":1,"target":"Message","arguments":["tea","{{bob.PeerId}}",{{payload}}]}""");
    }

    [Theory]
    [InlineData("Offer")]
    [InlineData("Answer")]
    [InlineData("Candidate")]
    [InlineData("Message")]
    public async Task An_envelope_arrives_as_what_it_was_sent(string kind)
    {
        var (ada, bob) = await MeetAsync();

        await bob.SendAsync(ada, Message with { Kind = Enum.Parse<EnvelopeKind>(kind) });

        var call = (await ada.HearAsync(2))[1];
        (call.Method, call[0].GetString(), call[1].GetString(), call[2].GetInt32()).Should().Be((kind, "tea", bob.PeerId, 1));
    }

    [Fact]
    public async Task An_envelope_to_everyone_reaches_those_of_that_node_who_are_named()
    {
        var (ada, bob) = await MeetAsync();
        var (late, unnamed) = (_nodes[0].CreateGuest(), _nodes[0].CreateGuest());
        await late.JoinAsync("tea");
        await unnamed.JoinAsync("tea");

        await _nodes[1].Backplane.SendAsync(
            ada.Member.NodeId, Message with { From = bob.PeerId, To = Envelope.Everyone, Receivers = [ada.PeerId, late.PeerId] });
        await bob.LeaveAsync("tea"); // the end

        (await ada.HearAsync(5)).Select(call => call.Method).Should().Equal("PeerJoined", "PeerJoined", "PeerJoined", "Message", "PeerLeft");
        (await late.HearAsync(3)).Select(call => call.Method).Should().Equal("PeerJoined", "Message", "PeerLeft");
        (await unnamed.HearAsync(1)).Select(call => call.Method).Should().Equal("PeerLeft");
    }

    [Fact]
    public async Task What_a_peer_sends_as_soon_as_it_has_joined_comes_after_its_joining()
    {
        var ada = _nodes[0].CreateGuest();
        await ada.JoinAsync("tea");
        for (var round = 0; round < 20; round++)
        {
            var guest = _nodes[1].CreateGuest();
            var joined = await guest.JoinAsync("tea");
            await guest.SendAsync(ada, Message with { RosterVersion = joined.Snapshot!.Version });
            await guest.LeaveAsync("tea");
        }

        (await ada.HearAsync(60)).Select(call => call.Method)
            .Should().Equal(Enumerable.Repeat<string[]>(["PeerJoined", "Message", "PeerLeft"], 20).SelectMany(round => round));
    }

    [Fact]
    public async Task An_envelope_waits_for_the_roster_that_it_builds_on()
    {
        var (ada, bob) = await MeetAsync();
        var eve = _nodes[2].CreateGuest();

        await bob.SendAsync(ada, Message with { RosterVersion = 3 });
        await eve.JoinAsync("tea");

        var calls = 3;
        while ((await ada.HearAsync(calls))[^1].Method != "Message")
            calls++;
        var heard = await ada.HearAsync(calls);
        heard.TakeWhile(call => call.Method != "Message").Any(call => call[1].ToString().Contains(eve.PeerId, StringComparison.Ordinal))
            .Should().BeTrue("PeerJoined or Roster has told of eve");
    }

    [Fact]
    public async Task What_is_for_a_node_that_never_was_is_refused_within_a_second()
    {
        var clock = Stopwatch.StartNew();

        (await _nodes[1].Backplane.SendAsync("nobody", Message)).Should().Be(SignalCode.BackplaneUnavailable);

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task What_is_for_a_node_that_has_gone_is_refused_a_second_later()
    {
        var (ada, bob) = await MeetAsync();
        await _nodes[0].DisposeAsync();
        _nodes = _nodes[1..];
        var clock = Stopwatch.StartNew();

        while (await bob.SendAsync(ada, Message) != SignalCode.BackplaneUnavailable)
            clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1), "by then the server knows that its connection is closed");
    }

    [Fact]
    public async Task Two_services_on_one_server_do_not_hear_each_other()
    {
        await using var stranger = await BackplaneNode.StartAsync(node => Connect(node, _service + "-b"));
        var (ada, eve) = (_nodes[0].CreateGuest(), stranger.CreateGuest());
        await ada.JoinAsync("tea");

        (await eve.JoinAsync("tea")).Snapshot!.Members.Should().ContainSingle();

        (await stranger.Backplane.SendAsync(ada.Member.NodeId, Message)).Should().Be(SignalCode.BackplaneUnavailable);
        stranger.Backplane.HasOtherNodes.Should().BeFalse();
    }

    [Fact]
    public async Task Every_node_comes_to_know_that_there_are_others()
    {
        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(10), () => _nodes.All(node => node.Backplane.HasOtherNodes), "every node knows of others");
    }

    [Fact]
    public async Task Who_is_removed_by_another_node_is_told_though_no_other_member_was_on_its_own()
    {
        var (ada, bob) = await MeetAsync();

        (await _nodes[1].Backplane.RemoveAsync("tea", ada.Member)).Should().Be(SignalCode.Ok);

        (await ada.HearAsync(2))[1].Method.Should().Be("Removed");
        (await bob.HearAsync(1))[0].Method.Should().Be("PeerLeft");
    }

    [Fact]
    public async Task Operators_of_every_node_see_the_peers_of_all()
    {
        await MeetAsync();

        foreach (var node in _nodes)
        {
            var topic = (await node.Backplane.Oversight.ListTopicsAsync(new TopicQuery(Limit: 10)))!.Topics.Should().ContainSingle().Which;
            (topic.Topic, topic.PeerCount).Should().Be(("tea", 2));
            topic.Nodes.Should().BeEquivalentTo(_nodes[0].Backplane.NodeId, _nodes[1].Backplane.NodeId);
        }
    }

    [Fact]
    public async Task An_operators_lock_holds_on_every_node()
    {
        await _nodes[0].Backplane.Oversight.LockAsync("tea", until: null);
        (await _nodes[1].CreateGuest().JoinAsync("tea")).Code.Should().Be(SignalCode.TopicLocked);
        (await _nodes[2].Backplane.Oversight.DescribeAsync("tea"))!.Locked.Should().BeTrue();

        await _nodes[2].Backplane.Oversight.UnlockAsync("tea");
        (await _nodes[1].CreateGuest().JoinAsync("tea")).Code.Should().Be(SignalCode.Ok);
    }

    [Fact]
    public async Task Every_node_comes_to_be_listed_as_it_describes_itself()
    {
        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(10),
            async () => (await _nodes[0].Backplane.Oversight.ListNodesAsync())!.Count == _nodes.Length,
            "every node is listed");

        (await _nodes[0].Backplane.Oversight.ListNodesAsync())
            .Should().BeEquivalentTo(_nodes.Select(node => node.Describe()));
    }

    [Fact]
    public async Task The_node_that_is_asked_to_drain_is_told_and_no_other()
    {
        (await _nodes[0].Backplane.Oversight.DrainAsync(_nodes[2].Backplane.NodeId)).Should().Be(SignalCode.Ok);

        await _nodes[2].Drained.WaitAsync(TimeSpan.FromSeconds(10));
        (_nodes[0].Drained.IsCompleted, _nodes[1].Drained.IsCompleted).Should().Be((false, false));
        (await _nodes[0].Backplane.Oversight.DrainAsync("nobody")).Should().Be(SignalCode.BackplaneUnavailable);
    }

    [Fact]
    public async Task What_an_operator_sends_is_told_though_no_member_sent_it()
    {
        var (ada, _) = await MeetAsync();

        await _nodes[2].Backplane.SendAsync(
            ada.Member.NodeId, Message with { From = Envelope.Operator, To = Envelope.Everyone, RosterVersion = 2, Receivers = [ada.PeerId] });

        var call = (await ada.HearAsync(2))[1];
        (call.Method, call[1].GetString(), call[2].GetInt32()).Should().Be(("Message", "operator", 1));
    }

    /// <summary>Ada on the first node, who has heard of bob on the second.</summary>
    private async Task<(Guest Ada, Guest Bob)> MeetAsync()
    {
        var (ada, bob) = (_nodes[0].CreateGuest(), _nodes[1].CreateGuest());
        await ada.JoinAsync("tea");
        await bob.JoinAsync("tea");
        await ada.HearAsync(1);
        return (ada, bob);
    }

    private static Envelope With(int number) => Message with { Payload = new RawJson(Encoding.UTF8.GetBytes($"{number}")) };
}
