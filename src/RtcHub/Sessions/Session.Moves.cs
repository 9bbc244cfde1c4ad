using System.Diagnostics.CodeAnalysis;
using RtcHub.Diagnostics;
using RtcHub.Topics;

namespace RtcHub.Sessions;

/// <summary>How it goes from one node to another.</summary>
internal sealed partial class Session
{
    /// <summary>Whether it is on its way to another node.</summary>
    public bool IsMoving
    {
        get
        {
            lock (_calls)
                return _isMoving;
        }
    }

    /// <summary>
    /// Stops the session here so that it can go on elsewhere; frames still wait in its outbox. False when the ticket, if
    /// one is asked for, is not the session's.
    /// </summary>
    public bool TryRelease(ResumeTicket? ticket, [NotNullWhen(true)] out SessionRecord? record)
    {
        lock (_calls)
        {
            record = null;
            if (_isEnded || _isMoving || (ticket is not null && !TryAccept(ticket)))
                return false;

            record = Describe();
            _isMoving = true;
            _windowLeft = _connection is null ? WindowLeft() : _context.Options.ResumeWindow;
            CutPrevious(caller: null);
            _connection = null;
            _expiry?.Dispose();
            Outbox.Detach();
            return record is not null;
        }
    }

    /// <summary>It could not go: it waits here for its client.</summary>
    public void Keep()
    {
        lock (_calls)
        {
            _isMoving = false;
            if (!_isEnded)
                Interrupt();
        }
    }

    /// <summary>The last step here: all that the next owner needs. The topics are left without a word.</summary>
    public SessionState Depart()
    {
        lock (_calls)
        {
            LetGoOfRemoved();
            var state = new SessionState(
                PeerId,
                Epoch + 1,
                _tickets,
                _handledSends,
                _budget.Credit,
                _windowLeft,
                Outbox.Export(),
                [.. _memberships.Select(entry => Describe(entry.Key, entry.Value))],
                IsUncertain: ExpectsRoster());
            CloseQuietly();
            return state;
        }
    }

    /// <summary>
    /// The first step on another node: goes on as it left there, without a connection. In the topics that were expected
    /// it was told everything since it left there; in any other it is told the whole.
    /// </summary>
    public void Arrive(SessionState state, IReadOnlyCollection<string> expectedTopics)
    {
        lock (_calls)
        {
            if (_isEnded)
                return; // another node had it before it came
            _tickets = state.Tickets;
            _handledSends = state.HandledSends;
            _budget.Credit = state.CallCredit;
            WasShared = true;
            Outbox.Import(state.Outbox);
            var removals = TakeRemovals();
            foreach (var (name, peer, access, roster) in state.Memberships.Where(membership => !removals.Contains(membership.Topic)))
            {
                var topic = _context.Topics.Open(name, this);
                topic.Load(roster);
                _memberships.Add(name, new Membership(topic, new Member(peer, _context.Backplane.NodeId, Epoch, access)));
                if (state.IsUncertain || !expectedTopics.Contains(name))
                    topic.SendRoster(this);
            }

            AwaitAccessEnd();
            AwaitClient(state.WindowLeft > TimeSpan.Zero ? state.WindowLeft : TimeSpan.Zero);
        }
    }

    /// <summary>Takes the place of a node that died: its tickets are good here, and its client has the resume window.</summary>
    public void Inherit(Tickets tickets)
    {
        lock (_calls)
        {
            if (_isEnded)
                return;
            _tickets = tickets;
            WasShared = true;
            AwaitAccessEnd();
            AwaitClient();
        }
    }

    /// <summary>Is in a topic by what its last node did. False when it ended meanwhile.</summary>
    public bool TryInherit(Topic topic, Member member)
    {
        lock (_calls)
            return !_isEnded && _memberships.TryAdd(topic.Name, new Membership(topic, member));
    }

    /// <summary>What its client knows of a topic is old: it gets the roster as soon as the topic has the session here.</summary>
    public void ExpectRoster(string topic)
    {
        lock (_expectedRosters)
            _expectedRosters.Add(topic);
    }

    /// <summary>Whether the roster of that topic is to be sent now. True once.</summary>
    public bool TakeExpectedRoster(string topic)
    {
        lock (_expectedRosters)
            return _expectedRosters.Remove(topic);
    }

    private static MembershipState Describe(string topic, Membership membership) =>
        new(topic, membership.Member.Peer, membership.Member.Access, membership.Topic.Snapshot());

    private bool ExpectsRoster()
    {
        lock (_expectedRosters)
            return _expectedRosters.Count > 0;
    }

    /// <summary>A roster has it on another node.</summary>
    public void LetGo() => _context.Backplane.LetGo(this);

    /// <summary>Another node has it: nothing is delivered here any more, and the stale connection is closed.</summary>
    public void Lose()
    {
        lock (_calls)
        {
            if (_isEnded || _isMoving)
                return;
            CutPrevious(caller: null);
            _context.Logger.SessionLost(PeerId);
            CloseQuietly();
        }
    }

    private void CloseQuietly()
    {
        MarkEnded();
        foreach (var membership in _memberships.Values)
            _context.Topics.Close(membership.Topic, this);
        _memberships.Clear();
    }
}
