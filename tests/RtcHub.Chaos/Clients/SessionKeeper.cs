using System.Text.Json;
using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Clients;

/// <summary>
/// Keeps one session over many connections, as the contract asks of a client: counts what it handles, resumes, sends
/// again what was not handled, changes over to a new connection before it drops the old one. Writes the session's log.
/// </summary>
/// <param name="name">The client's name.</param>
/// <param name="journal">Where everything is written down.</param>
/// <param name="random">Used under this object's lock only.</param>
/// <param name="changed">Told when a connection is lost or has to be left.</param>
/// <param name="refused">Told what has to be sent again as another message, and when.</param>
internal sealed class SessionKeeper(
    string name, Journal journal, Random random, Action changed, Action<Message, TimeSpan> refused) : ILinkOwner
{
    private readonly Lock _gate = new();
    private readonly List<(string Method, JsonElement Arguments, TimeSpan At)> _heldBack = [];
    private TaskCompletionSource _detached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _attachedAt;
    private Link? _link; // has the session
    private bool _isWelcome; // and calls may be made on it
    private Link? _resuming; // has asked for it
    private Link? _old; // had it

    public ClientSession? Session { get; private set; }

    /// <summary>The topics that the next session asks for while it connects.</summary>
    public IReadOnlyList<string> Asked { get; set; } = [];

    /// <summary>When to leave this connection for another, because the node said so.</summary>
    public TimeSpan? MoveAt { get; private set; }

    public bool HasLink => Volatile.Read(ref _link) is not null;

    /// <summary>Where its connection goes; a negative number when a load balancer decides that.</summary>
    public int? Node => Volatile.Read(ref _link)?.Node;

    public bool IsUp
    {
        get
        {
            lock (_gate)
                return CanCall;
        }
    }

    public string? PeerId => Session?.PeerId;

    /// <summary>Whether nothing is under way.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (_gate)
                return CanCall && Session is { Signals.IsEmpty: true };
        }
    }

    private bool CanCall => _link is not null && _isWelcome && _resuming is null;

    /// <summary>Looks at the session's state, while nobody changes it.</summary>
    public T Look<T>(Func<ClientSession?, T> look)
    {
        lock (_gate)
            return look(Session);
    }

    /// <summary>Makes a message; it goes out now, or when there is a connection again. Null without a session.</summary>
    public Message? Send(string method, string topic, string to)
    {
        lock (_gate)
        {
            if (Session is not { Log.EndingSince: null } session)
                return null;

            var message = journal.Write(session.Log, method, topic, to, Clock.Now);
            if (CanCall)
                session.Signals.Send(_link!, message);
            else
                session.Signals.Hold(message);
            return message;
        }
    }

    /// <summary>
    /// Makes another call. <paramref name="answered"/> runs before anything that follows on the wire is looked at, with
    /// null when the answer is lost with the connection.
    /// </summary>
    public async Task<Answer?> CallAsync(string method, string arguments, Action<ClientSession, Answer?> answered)
    {
        var outcome = new TaskCompletionSource<Answer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        ClientSession? session;
        Task detached;
        lock (_gate)
        {
            session = Session;
            if (!CanCall || session is null)
                return null;

            detached = _detached.Task;
            var link = _link!;
            link.Call(method, arguments, answer => Conclude(link, answer));
        }

        if (await Task.WhenAny(outcome.Task, detached) == detached)
            Conclude(null, null);
        return await outcome.Task;

        void Conclude(Link? link, Answer? answer)
        {
            lock (_gate)
            {
                if (outcome.Task.IsCompleted)
                {
                    if (answer is { Code: "ok" } late)
                        link?.Watched?.Hear(late.At, $"{late.Code} to {method}", calledAt: late.SentAt);
                    return;
                }

                if (answer is { } given)
                    NoteAnswer(session.Log, link!, method, given);
                var valid = answer is { Code: "session_gone" } ? null : answer;
                answered(session, valid);
                outcome.SetResult(valid);
            }
        }
    }

    /// <summary>
    /// Asks for the session on another connection; the code, or null without an answer. With any other code than ok, gap
    /// or session_gone the connection is dropped, and everything is as before.
    /// </summary>
    public async Task<string?> ResumeAsync(Link link, TimeSpan tryingSince, Func<TimeSpan> patience)
    {
        var outcome = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (Session is not { } session)
                return null;
            _resuming = link;
            var arguments = $"{JsonSerializer.Serialize(session.Ticket)},{session.Handled}";
            link.Call("Resume", arguments, answer => outcome.TrySetResult(OnResumeAnswered(link, answer, tryingSince)));
        }

        var asked = Clock.Now;
        while (!outcome.Task.IsCompleted && Clock.Now - asked < patience())
            await Task.WhenAny(outcome.Task, Clock.Delay(TimeSpan.FromMilliseconds(100)));
        lock (_gate)
        {
            if (_resuming == link)
            {
                Session?.Log.Add(new CallGivenUp(Clock.Now, asked, link.Node, "Resume"));
                outcome.TrySetResult(OnResumeAnswered(link, null, tryingSince));
            }
        }

        var code = await outcome.Task;
        if (code is not ("ok" or "gap" or "session_gone"))
            link.Abort();
        return code;
    }

    /// <summary>Loses the connection by the client's own will.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            if (_link is not { } link || Session is not { } session)
                return;
            session.Signals.MarkHeld();
            Detach(Loss.Dropped, Clock.Now);
            link.Abort();
        }
    }

    /// <summary>Its client is about to say goodbye: it says nothing else any more.</summary>
    public void BeginEnd()
    {
        lock (_gate)
            Session?.Log.BeginEnd(Clock.Now);
    }

    /// <summary>Ends the session for its client; the service finds out or was told.</summary>
    public void End(Ending how)
    {
        lock (_gate)
        {
            if (Session is null)
                return;
            Drop();
            EndSession(Clock.Now, how);
        }
    }

    /// <summary>
    /// A connection on which answers stay out is left, but watched: a node that was only stopped must close it, and
    /// deliver nothing on it.
    /// </summary>
    public void GiveUpIfSilent(TimeSpan patience)
    {
        lock (_gate)
        {
            var now = Clock.Now;
            if (_old is { Watched: { } watched } && now - watched.Since > TimeSpan.FromSeconds(5) && watched.Why == Loss.Superseded)
                Interlocked.Exchange(ref _old, null)?.Abort();
            if (_link is not { } link || Session is not { } session || _resuming is not null)
                return;

            link.PingIfQuiet();
            var waits = _isWelcome ? link.OldestUnanswered : ("Welcome", _attachedAt);
            if (waits is not { } call || now - call.SentAt < patience)
                return;

            session.Log.Add(new CallGivenUp(now, call.SentAt, link.Node, call.Method));
            link.Watched = journal.Watch(session.Log, link.Node, now, Loss.GivenUp);
            Detach(Loss.GivenUp, now);
        }

        changed();
    }

    void ILinkOwner.OnUnreadable(Link link, Exception exception) =>
        journal.Report(new Broken("contract", Clock.Now, Session is { } session ? [session.Log] : [], $"{name} can't read what came: {exception}"));

    void ILinkOwner.OnClosed(Link link, TimeSpan at)
    {
        lock (_gate)
        {
            if (link.Watched is { } watched)
                watched.ClosedAt = at;
            if (link == _link)
                Detach(link.IsAborted ? Loss.Dropped : _resuming is not null ? Loss.Superseded : Loss.Closed, at);
        }

        changed();
    }

    void ILinkOwner.OnCalled(Link link, string method, JsonElement arguments, TimeSpan at)
    {
        lock (_gate)
        {
            if (method == "Welcome" && !link.IsForResume && Session is null)
                StartSession(link, arguments[0], at);
            else if (link != _link)
                link.Watched?.Hear(at, method, Events.Read(method, arguments, at) is MessageHeard heard ? heard.Number : 0);
            else if (method == "Welcome")
                OnWelcomedBack(link, arguments[0], at);
            else if (method == "GoAway")
                MoveAt = at + TimeSpan.FromMilliseconds(arguments[0].GetProperty("spreadMs").GetDouble() * random.NextDouble());
            else if (_resuming is not null)
                _heldBack.Add((method, arguments, at)); // comes again on the new connection if it takes over
            else
                Handle(session: Session!, method, arguments, at);
        }

        if (method == "GoAway")
            changed();
    }

    private void StartSession(Link link, JsonElement welcome, TimeSpan at)
    {
        var log = journal.Open(name, welcome.GetProperty("peerId").GetString()!, at);
        var signals = new OutgoingSignals(log, _gate, random, topic => Session?.PeersIn(topic) ?? [], refused, (on, method, answer) => NoteAnswer(log, on, method, answer));
        Session = new ClientSession(log, welcome.GetProperty("resumeTicket").GetString()!, signals);
        Attach(link, at);
        _isWelcome = true;
        foreach (var subscription in welcome.GetProperty("subscriptions").EnumerateArray())
            Session.TakeSnapshot(subscription, at);
        foreach (var topic in link.IsForResume ? [] : Asked.Where(topic => !Session.Rosters.ContainsKey(topic)))
        {
            Session.Uncertain.Add(topic);
            log.Add(new SubscribeFailed(at, topic));
        }
    }

    private string? OnResumeAnswered(Link link, Answer? answer, TimeSpan tryingSince)
    {
        lock (_gate)
        {
            if (_resuming != link || Session is not { } session)
                return null; // it came too late

            _resuming = null;
            if (answer is not { } given)
            {
                session.Log.Add(new ResumeUnanswered(Clock.Now, link.Node));
                if (_link is { } doubtful)
                    Detach(Loss.Dropped, Clock.Now, doubtful); // the session may be on the new connection
                return null;
            }

            NoteAnswer(session.Log, link, "Resume", given);
            if (given.Code is "ok" or "gap" or "session_gone")
                LogResume(session, link, given, tryingSince);

            switch (given.Code)
            {
                case "ok":
                    LeaveOld(session, given.At);
                    session.Signals.Resume(given.Result.GetProperty("received").GetInt64());
                    Attach(link, given.At);
                    break;
                case "gap":
                    LeaveOld(session, given.At);
                    session.BeginAnew();
                    Attach(link, given.At);
                    break;
                case "session_gone":
                    LeaveOld(session, given.At);
                    EndSession(given.At, Ending.Gone);
                    StartSession(link, link.FirstWelcome.Task.Result, given.At);
                    break;
                default:
                    foreach (var (method, arguments, at) in _heldBack)
                        session.Handle(method, arguments, at);
                    _heldBack.Clear();
                    break;
            }

            return given.Code;
        }
    }

    /// <summary>Welcomed after a resume: only now is the next ticket known, so only now may calls be made.</summary>
    private void OnWelcomedBack(Link link, JsonElement welcome, TimeSpan at)
    {
        if (Session is not { } session)
            return;
        if (_isWelcome)
            journal.Report(new Broken("contract", at, [session.Log], "a Welcome that nothing asked for"));

        session.Ticket = welcome.GetProperty("resumeTicket").GetString()!;
        string[] topics = [.. welcome.GetProperty("subscriptions").EnumerateArray().Select(subscription => subscription.GetProperty("topic").GetString()!)];
        session.Log.Add(new WelcomedBack(at, welcome.GetProperty("peerId").GetString()!, topics));
        _isWelcome = true;
        session.Signals.Flush(link);
    }

    private void Handle(ClientSession session, string method, JsonElement arguments, TimeSpan at)
    {
        if (!_isWelcome)
            journal.Report(new Broken("resume", at, [session.Log], $"{method} came between the answer to Resume and the Welcome"));
        session.Handle(method, arguments, at);
    }

    private static void LogResume(ClientSession session, Link link, Answer answer, TimeSpan tryingSince)
    {
        var (sent, answered) = session.Signals.Counts;
        session.Log.Add(new ResumeAnswered(answer.At, link.Node, answer.Code, session.DownSince, tryingSince)
        {
            Received = answer.Code == "ok" ? answer.Result.GetProperty("received").GetInt64() : 0,
            Answered = answer.Code == "ok" ? answered : 0,
            Sent = sent,
        });
    }

    /// <summary>An answer; session_gone of a connection that had the session means that it has it no more.</summary>
    private void NoteAnswer(SessionLog log, Link link, string method, Answer answer)
    {
        if (answer.Code == "session_gone" && method != "Resume" && link != _link)
            return; // the session has moved since
        log.Add(new CallAnswered(answer.At, answer.SentAt, link.Node, method, answer.Code));
        if (answer.Code == "session_gone" && link == _link)
            Detach(Loss.Closed, answer.At, link);
    }

    private void Attach(Link link, TimeSpan at)
    {
        _link = link;
        _isWelcome = false;
        _attachedAt = at;
        _heldBack.Clear();
        _detached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        MoveAt = null;
        Session!.DownSince = null;
        Session.Log.Add(new Attached(at, link.Node));
    }

    private void Detach(Loss why, TimeSpan at, Link? abort = null)
    {
        Session!.Log.Add(new Detached(at, _link!.Node, why));
        Session.DownSince = at;
        _link = null;
        _isWelcome = false;
        MoveAt = null;
        _heldBack.Clear();
        _detached.TrySetResult();
        abort?.Abort();
    }

    /// <summary>The connection that had the session up to now. The service must close it; sometimes its client waits for that.</summary>
    private void LeaveOld(ClientSession session, TimeSpan at)
    {
        if (_link is not { } link)
            return;

        if (random.Next(2) == 0)
        {
            link.Watched = journal.Watch(session.Log, link.Node, at, Loss.Superseded);
            Interlocked.Exchange(ref _old, link)?.Abort();
            Detach(Loss.Superseded, at);
        }
        else
        {
            Detach(Loss.Superseded, at, link);
        }
    }

    private void EndSession(TimeSpan at, Ending how)
    {
        Session!.Log.End(at, how);
        Session.Signals.End();
        Session = null;
    }
}
