using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RtcHub.Backplane;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Tests;

/// <summary>How a node's replica of a roster tells the sessions that come there what they have missed, and nothing twice.</summary>
public sealed class ReplicaTests : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _nodeId;

    public ReplicaTests()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddRtcHub();
        _services = services.BuildServiceProvider();
        _nodeId = _services.GetRequiredService<IBackplane>().NodeId;
    }

    [Fact]
    public void A_session_that_was_expected_is_told_what_happened_between_its_move_and_the_snapshot_it_brings()
    {
        var (ada, bob) = (MemberOn(_nodeId, epoch: 2), MemberOn("elsewhere", epoch: 1));
        var sessions = _services.GetRequiredService<SessionRegistry>();
        var expected = sessions.Expect(ada.PeerId, ada.Epoch);
        Topics.Open("tea", expected);
        Topics.OnRosterEvent(new RosterEvent("tea", RosterEventKind.Moved, ada, 9));

        var session = sessions.Arrive(StateOf(ada, Interrupted(bob)), expected, ["tea"]);
        Topics.OnRosterEvent(new RosterEvent("tea", RosterEventKind.Updated, Interrupted(bob), 10));

        FramesOf(session).Should().ContainSingle().Which.Should().Contain("PeerUpdated").And.Contain(bob.PeerId);
    }

    [Fact]
    public void A_session_that_was_given_the_roster_is_not_told_what_had_led_to_it()
    {
        var (ada, bob) = (MemberOn(_nodeId, epoch: 2), MemberOn("elsewhere", epoch: 1));

        var session = _services.GetRequiredService<SessionRegistry>().Arrive(StateOf(ada, Interrupted(bob)), expected: null, []);
        Topics.OnRosterEvent(new RosterEvent("tea", RosterEventKind.Moved, ada, 9));
        Topics.OnRosterEvent(new RosterEvent("tea", RosterEventKind.Updated, Interrupted(bob), 10));

        FramesOf(session).Should().ContainSingle().Which.Should().Contain("\"Roster\"");
    }

    [Fact]
    public void A_session_whose_join_was_answered_before_its_node_heard_of_it_is_told_what_came_after_the_answer()
    {
        var (ada, bob, eve, dan) = (MemberOn(_nodeId, epoch: 1), MemberOn("elsewhere", epoch: 1), MemberOn("elsewhere", epoch: 1), MemberOn("elsewhere", epoch: 1));
        var session = Entering(ada, new RosterSnapshot([bob], 1));

        Topics.Open("tea", session).Enter(session, new RosterSnapshot([bob, ada, eve], 3));
        Topics.OnRosterEvent(new RosterEvent("tea", RosterEventKind.Joined, ada, 2));
        Topics.OnRosterEvent(new RosterEvent("tea", RosterEventKind.Joined, eve, 3));
        Topics.OnRosterEvent(new RosterEvent("tea", RosterEventKind.Joined, dan, 4));

        FramesOf(session).Should().ContainSingle().Which.Should().Contain("PeerJoined").And.Contain(dan.PeerId);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(5, 0)]
    public void A_session_is_told_a_roster_that_was_made_whole_while_it_joined_unless_the_answer_has_it(int answered, int told)
    {
        var (ada, bob) = (MemberOn(_nodeId, epoch: 1), MemberOn("elsewhere", epoch: 1));
        var session = Entering(ada, new RosterSnapshot([bob, ada], 3));

        Topics.Open("tea", session).Reload(new RosterSnapshot([bob, ada], 5));
        Topics.Open("tea", session).Enter(session, new RosterSnapshot([bob, ada], answered));

        FramesOf(session).Select(frame => frame.Contains("\"Roster\"", StringComparison.Ordinal)).Should().Equal(Enumerable.Repeat(true, told));
    }

    [Fact]
    public void A_session_that_comes_to_a_roster_that_was_found_empty_brings_its_own()
    {
        var (ada, bob) = (MemberOn(_nodeId, epoch: 2), MemberOn("elsewhere", epoch: 1));
        var sessions = _services.GetRequiredService<SessionRegistry>();
        var expected = sessions.Expect(ada.PeerId, ada.Epoch);
        Topics.Open("tea", expected).Reload(new RosterSnapshot([], 0));

        sessions.Arrive(StateOf(ada, bob), expected, ["tea"]);

        Topics.Open("tea", expected).Snapshot().Version.Should().Be(10, "its client was told that");
    }

    [Fact]
    public void A_move_that_was_not_heard_of_is_known_from_the_roster_that_is_fetched()
    {
        var (ada, bob) = (MemberOn(_nodeId, epoch: 1), MemberOn("elsewhere", epoch: 1));
        var session = Entering(ada, new RosterSnapshot([ada], 4));
        Topics.OnRosterEvent(new RosterEvent("tea", RosterEventKind.Joined, bob, 5));

        Topics.Open("tea", session).Reload(new RosterSnapshot([ada, bob with { NodeId = "further on", Epoch = 2 }], 5));

        Topics.Open("tea", session).Find(bob.PeerId)!.NodeId.Should().Be("further on", "what is sent to it goes there");
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    public void What_was_sent_to_a_peer_before_it_left_and_came_back_is_not_for_it(long knownToItsSender, int delivered)
    {
        var (ada, bob) = (MemberOn(_nodeId, epoch: 1) with { Since = 5 }, MemberOn("elsewhere", epoch: 1));
        var session = Entering(ada, new RosterSnapshot([bob, ada], 5));
        Topics.Open("tea", session).Enter(session, new RosterSnapshot([bob, ada], 5));

        Topics.OnEnvelope(new Envelope(EnvelopeKind.Message, "tea", bob.PeerId, ada.PeerId, new RawJson("1"u8.ToArray()), knownToItsSender));

        FramesOf(session).Should().HaveCount(delivered);
    }

    [Theory]
    [InlineData(RosterEventKind.Updated, null, 1, 0)]
    [InlineData(RosterEventKind.Moved, null, 1, 0)]
    [InlineData(RosterEventKind.Moved, null, 2, 1)]
    [InlineData(RosterEventKind.Moved, "elsewhere", 1, 1)] // handed over: it was sent before
    internal void What_a_frozen_node_sends_for_a_session_that_another_has_inherited_is_not_delivered(
        RosterEventKind how, string? handedOverBy, long epoch, int delivered)
    {
        var (ada, bob) = (MemberOn(_nodeId, epoch: 1), MemberOn("elsewhere", epoch: 1));
        var session = Entering(ada, new RosterSnapshot([bob, ada], 5));
        Topics.Open("tea", session).Enter(session, new RosterSnapshot([bob, ada], 5));
        var inherited = bob with { NodeId = "further on", Epoch = 2, Peer = bob.Peer with { State = PeerState.Interrupted } };
        Topics.OnRosterEvent(new RosterEvent("tea", how, inherited, how == RosterEventKind.Updated ? 6 : 5, PreviousNode: handedOverBy));
        var told = FramesOf(session).Length;

        Topics.OnEnvelope(
            new Envelope(EnvelopeKind.Message, "tea", bob.PeerId, ada.PeerId, new RawJson("1"u8.ToArray()), RosterVersion: 5, Epoch: epoch));

        FramesOf(session).Should().HaveCount(told + delivered);
    }

    [Theory]
    [InlineData("tea")]
    [InlineData("rum")]
    public void A_session_that_another_node_had_before_it_came_is_not_here(string expectedIn)
    {
        var (ada, bob) = (MemberOn(_nodeId, epoch: 2), MemberOn("elsewhere", epoch: 1));
        var sessions = _services.GetRequiredService<SessionRegistry>();
        var expected = sessions.Expect(ada.PeerId, ada.Epoch);
        Topics.Open(expectedIn, expected);
        expected.Lose();

        sessions.Arrive(StateOf(ada, bob), expected, [expectedIn]);

        sessions.TryFind(ada.PeerId, out _).Should().BeFalse();
        Topics.All.Should().BeEmpty();
    }

    public void Dispose() => _services.Dispose();

    private TopicDirectory Topics => _services.GetRequiredService<TopicDirectory>();

    /// <summary>Joins a topic that its node has a replica of.</summary>
    private Session Entering(Member member, RosterSnapshot replica)
    {
        var session = _services.GetRequiredService<SessionRegistry>().Expect(member.PeerId, member.Epoch);
        Topics.Open("tea", session, isEntering: true).Load(replica);
        return session;
    }

    private static Member MemberOn(string nodeId, long epoch) =>
        new(new Peer(Guid.NewGuid().ToString(), PeerState.Connected, new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc), null), nodeId, epoch, TopicAccess.Open);

    private static Member Interrupted(Member member) => member with { Peer = member.Peer with { State = PeerState.Interrupted } };

    /// <summary>As it comes from a node whose replica is at version 10.</summary>
    private static SessionState StateOf(Member member, Member other) => new(
        member.PeerId,
        member.Epoch,
        Tickets.New(member.PeerId),
        HandledSends: 0,
        CallCredit: 100,
        WindowLeft: TimeSpan.FromSeconds(30),
        new OutboxState(1, [], MustRestart: false),
        [new MembershipState("tea", member.Peer, member.Access, new RosterSnapshot([member, other], 10))],
        IsUncertain: false);

    private static string[] FramesOf(Session session) =>
        [.. session.Outbox.Export().Frames.Select(frame => Encoding.UTF8.GetString(frame.Span))];
}
