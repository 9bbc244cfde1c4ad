using System.Text;
using RtcHub.Backplane;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Specification;

/// <summary>What every backplane promises to its node. A backplane is tested by inheriting this.</summary>
public abstract class BackplaneSpecification : IAsyncLifetime
{
    private BackplaneNode _node = null!;

    public static TheoryData<string> Names { get; } =
    [
        "a", "two words", "a:b", ":", "roster:a", "{tea}", "*", "?[a-z]", "100%", "a\"b\\c'd", "日本語 🫖", "e\u0301", "é", new string('x', 128),
    ];

    public static TheoryData<string?> Metadata { get; } =
    [
        null, "{}", "{ \"b\" : 1,\t\"a\":1.0e+2 }", "{\"line\":\n\"break\"}\n", "{\"text\":\"\\u0041\\\"é🫖 <&>\"}", "{\"v\":1,\"v\":\"c i\\n\"}",
    ];

    /// <summary>Connects a node of that service.</summary>
    protected abstract void Connect(RtcHubBuilder node, string service);

    public async Task InitializeAsync()
    {
        var service = Guid.NewGuid().ToString("N");
        _node = await BackplaneNode.StartAsync(node => Connect(node, service));
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public void A_node_that_has_started_is_available_alone_and_has_a_short_name()
    {
        (_node.Backplane.IsAvailable, _node.Backplane.IsFenced, _node.Backplane.HasOtherNodes).Should().Be((true, false, false));
        Encoding.UTF8.GetByteCount(_node.Backplane.NodeId).Should().BeInRange(1, 64);
    }

    [Fact]
    public async Task A_join_returns_the_roster_just_after_it_beginning_with_version_1()
    {
        var (ada, bob) = (_node.CreateGuest("""{"name":"Ada"}"""), _node.CreateGuest());

        var first = await ada.JoinAsync("tea");
        var second = await bob.JoinAsync("tea");

        (first.Code, first.Snapshot!.Version).Should().Be((SignalCode.Ok, 1));
        Identities(first).Should().Equal(Identity(ada.Member));
        (second.Code, second.Snapshot!.Version).Should().Be((SignalCode.Ok, 2));
        Identities(second).Should().Equal(Identity(ada.Member), Identity(bob.Member));
    }

    [Fact]
    public async Task Every_change_is_told_to_the_others_once_and_in_the_order_of_versions()
    {
        var (ada, bob) = (_node.CreateGuest(), _node.CreateGuest());
        await ada.JoinAsync("tea");
        await bob.JoinAsync("tea");
        await bob.UpdateAsync("tea", PeerState.Interrupted);
        await bob.UpdateAsync("tea", PeerState.Connected);
        await bob.LeaveAsync("tea");
        await _node.CreateGuest().JoinAsync("tea");

        (await ada.HearAsync(5)).Select(call => (call.Method, call.Arguments[^1].GetInt64())).Should().Equal(
            ("PeerJoined", 2), ("PeerUpdated", 3), ("PeerUpdated", 4), ("PeerLeft", 5), ("PeerJoined", 6));
    }

    [Fact]
    public async Task Whoever_changes_is_told_nothing_of_it()
    {
        var (ada, bob) = (_node.CreateGuest(), _node.CreateGuest());
        await ada.JoinAsync("tea");
        await ada.UpdateAsync("tea", PeerState.Interrupted);
        await bob.JoinAsync("tea");

        (await ada.HearAsync(1)).Should().ContainSingle().Which[1].PeerId().Should().Be(bob.PeerId);
    }

    [Fact]
    public async Task Those_who_join_at_once_each_make_a_version_of_their_own()
    {
        var guests = Enumerable.Range(0, 30).Select(_ => _node.CreateGuest()).ToArray();

        var outcomes = await Task.WhenAll(guests.Select(guest => guest.JoinAsync("tea")));

        var order = outcomes.OrderBy(outcome => outcome.Snapshot!.Version).ToArray();
        order.Select(outcome => outcome.Snapshot!.Version).Should().Equal(Enumerable.Range(1, 30).Select(version => (long)version));
        foreach (var (before, after) in order.Zip(order.Skip(1)))
            after.Snapshot!.Members[..^1].Select(member => member.PeerId).Should().Equal(before.Snapshot!.Members.Select(member => member.PeerId));
        var first = guests.Single(guest => guest.PeerId == order[0].Snapshot!.Members[0].PeerId);
        (await first.HearAsync(29)).Select(call => call[1].PeerId()).Should().Equal(order[^1].Snapshot!.Members.Skip(1).Select(member => member.PeerId));
    }

    [Fact]
    public async Task A_full_topic_takes_nobody_until_someone_leaves()
    {
        var (ada, bob, eve) = (_node.CreateGuest(), _node.CreateGuest(), _node.CreateGuest());
        await ada.JoinAsync("tea", capacity: 2);
        await bob.JoinAsync("tea", capacity: 2);

        (await eve.JoinAsync("tea", capacity: 2)).Should().Be(new JoinOutcome(SignalCode.TopicFull));
        await ada.LeaveAsync("tea");
        Identities(await eve.JoinAsync("tea", capacity: 2)).Should().Equal(Identity(bob.Member), Identity(eve.Member));
    }

    [Fact]
    public async Task As_many_as_fit_get_in_when_more_join_at_once()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _node.CreateGuest().JoinAsync("tea", capacity: 5)));

        outcomes.Count(outcome => outcome.Code == SignalCode.Ok).Should().Be(5);
        outcomes.Count(outcome => outcome.Code == SignalCode.TopicFull).Should().Be(15);
    }

    [Fact]
    public async Task Who_is_not_in_a_topic_can_not_be_updated()
    {
        var ada = _node.CreateGuest();
        (await ada.UpdateAsync("tea", PeerState.Interrupted)).Should().NotBe(SignalCode.Ok, "nobody is in");
        await _node.CreateGuest().JoinAsync("tea");
        (await ada.UpdateAsync("tea", PeerState.Interrupted)).Should().Be(SignalCode.PeerGone);
        await ada.JoinAsync("tea");
        await ada.LeaveAsync("tea");

        (await ada.UpdateAsync("tea", PeerState.Interrupted)).Should().Be(SignalCode.PeerGone);
        (await _node.Backplane.FetchAsync("tea"))!.Version.Should().Be(3);
    }

    [Fact]
    public async Task Leaving_again_or_without_having_joined_is_ok_and_changes_nothing()
    {
        var (ada, bob) = (_node.CreateGuest(), _node.CreateGuest());
        (await bob.LeaveAsync("tea")).Should().Be(SignalCode.Ok);
        await ada.JoinAsync("tea");
        (await bob.LeaveAsync("tea")).Should().Be(SignalCode.Ok);
        await bob.JoinAsync("tea");

        (await bob.LeaveAsync("tea")).Should().Be(SignalCode.Ok);
        (await bob.LeaveAsync("tea")).Should().Be(SignalCode.Ok);

        (await _node.Backplane.FetchAsync("tea"))!.Version.Should().Be(3);
    }

    [Theory]
    [InlineData("Left")]
    [InlineData("Timeout")]
    [InlineData("Removed")]
    public async Task Why_somebody_left_is_told(string reason)
    {
        var (ada, bob) = (_node.CreateGuest(), _node.CreateGuest());
        await ada.JoinAsync("tea");
        await bob.JoinAsync("tea");
        await ada.HearAsync(1); // a node that hears only then of its own peer's joining takes out, as left, who is not here
        await bob.LeaveAsync("tea", Enum.Parse<LeaveReason>(reason));

        (await ada.HearAsync(2))[1][2].GetString().Should().Be(reason.ToLowerInvariant());
    }

    [Fact]
    public async Task Members_are_in_joining_order_whatever_happened_since()
    {
        var guests = Enumerable.Range(0, 12).Select(_ => _node.CreateGuest()).ToArray();
        foreach (var guest in guests)
            await guest.JoinAsync("tea");
        await guests[11].UpdateAsync("tea", PeerState.Interrupted);
        await guests[0].UpdateAsync("tea", PeerState.Interrupted);
        await guests[3].LeaveAsync("tea");
        await guests[3].JoinAsync("tea");

        (await _node.Backplane.FetchAsync("tea"))!.Members.Select(member => member.PeerId)
            .Should().Equal([.. guests[..3].Select(guest => guest.PeerId), .. guests[4..].Select(guest => guest.PeerId), guests[3].PeerId]);
    }

    [Fact]
    public async Task A_topic_that_was_empty_begins_anew()
    {
        var (ada, bob) = (_node.CreateGuest(), _node.CreateGuest());
        await ada.JoinAsync("tea");
        await bob.JoinAsync("tea");
        await ada.LeaveAsync("tea");
        await bob.LeaveAsync("tea");
        (await _node.Backplane.FetchAsync("tea"))!.Members.Should().BeEmpty();

        var again = await bob.JoinAsync("tea");

        Identities(again).Should().Equal(Identity(bob.Member));
    }

    [Fact]
    public async Task What_is_fetched_is_the_roster_as_it_is_now()
    {
        var (ada, bob) = (_node.CreateGuest(), _node.CreateGuest());
        await ada.JoinAsync("tea");
        await bob.JoinAsync("tea");
        await ada.UpdateAsync("tea", PeerState.Interrupted);

        var roster = (await _node.Backplane.FetchAsync("tea"))!;

        roster.Version.Should().Be(3);
        roster.Members.Select(Identity).Should().Equal(Identity(ada.Member), Identity(bob.Member));
        ada.Member.Peer.State.Should().Be(PeerState.Interrupted);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Any_name_is_a_topic_of_its_own(string name)
    {
        var (ada, bob) = (_node.CreateGuest(), _node.CreateGuest());
        foreach (var other in Names.Select<object[], string>(row => (string)row[0]).Where(other => other != name))
            await ada.JoinAsync(other);

        (await ada.JoinAsync(name)).Snapshot!.Version.Should().Be(1);
        (await bob.JoinAsync(name)).Snapshot!.Version.Should().Be(2);

        (await ada.HearAsync(1)).Should().ContainSingle().Which[0].GetString().Should().Be(name);
        (await _node.Backplane.FetchAsync(name))!.Members.Select(Identity).Should().Equal(Identity(ada.Member), Identity(bob.Member));
    }

    [Theory]
    [MemberData(nameof(Metadata))]
    public async Task Metadata_stays_as_it_was_written_byte_for_byte(string? metadata)
    {
        var (ada, bob) = (_node.CreateGuest(), _node.CreateGuest(metadata));
        await ada.JoinAsync("tea");

        var joined = (await bob.JoinAsync("tea")).Snapshot!.Members[1];
        await bob.UpdateAsync("tea", PeerState.Interrupted);
        var fetched = (await _node.Backplane.FetchAsync("tea"))!.Members[1];

        Identity(joined).Metadata.Should().Be(metadata);
        Identity(fetched).Metadata.Should().Be(metadata);
        await ada.HearAsync(2);
        ada.Frames.Should().OnlyContain(frame => frame.Contains($"\"metadata\":{metadata ?? "null"}}}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ticket_of_nobody_claims_nothing()
    {
        var key = ResumeTicket.CreateKey();

        (await _node.Backplane.ClaimAsync(ResumeTicket.Create(key, Guid.NewGuid().ToString(), _node.Backplane.NodeId, 1)))
            .Should().Be(SignalCode.SessionGone);
        (await _node.Backplane.ClaimAsync(ResumeTicket.Create(key, Guid.NewGuid().ToString(), "another", 1)))
            .Should().Be(SignalCode.SessionGone);
    }

    private static (string PeerId, PeerState State, DateTime JoinedAt, string? Metadata, string Node, long Epoch) Identity(Member member) =>
        (member.PeerId, member.Peer.State, member.Peer.JoinedAt, Text(member.Peer.Metadata), member.NodeId, member.Epoch);

    private static IEnumerable<(string, PeerState, DateTime, string?, string, long)> Identities(JoinOutcome outcome) =>
        outcome.Snapshot!.Members.Select(Identity);

    private static string? Text(RawJson? json) => json is { } given ? Encoding.UTF8.GetString(given.Utf8.Span) : null;
}
