import type { Words } from "./en";
import { pluralIn } from "./plural";

const list = new Intl.ListFormat("de");
const plural = pluralIn("de");

/** Every word of the page in German. */
export const de: Words = {
  name: "Deutsch",
  language: "Sprache",
  you: "Sie",
  guest: "Gast",
  close: "Schließen",
  dismiss: "Ausblenden",
  notices: "Hinweise",
  checkConnection: "Meine Verbindung prüfen",
  list: (names) => list.format(names),
  listWithOthers: (names, others) =>
    `${names.join(", ")} und ${plural(others, { one: "eine weitere Person", other: `${others} weitere` })}`,

  lobby: {
    title: "Anruf beginnen oder beitreten",
    titleInvited: "Bereit?",
    lead: "Ein Thema ist der Name Ihres Anrufs: Verabreden Sie eines und treffen Sie sich dort.",
    leadInvited: "Prüfen Sie Bild und Ton, dann treten Sie bei.",
    leadSealed: "Sobald Sie im Anruf sind, gibt es einen Link für die anderen.",
    topic: "Thema",
    topicHint: "Wer dieses Thema eingibt, ist im selben Anruf.",
    newCall: "Neuer Anruf?",
    useTopic: (topic) => `${topic} nehmen`,
    or: "oder",
    seal: "einen versiegelten Anruf beginnen",
    yourName: "Ihr Name",
    join: "Beitreten",
    joining: "Beitritt läuft …",
    preview: "Vorschau",
    noDevice: "Nicht vorhanden",
    footer: "Bild, Ton und Chat sind von Browser zu Browser verschlüsselt.",
  },

  sealed: {
    title: "Versiegelter Anruf",
    text: "Der Schlüssel steckt im Link, und der Server bekommt ihn nie: Er kann weder Ihre Namen lesen noch sich zwischen Sie schieben. Wer den Link hat, kann beitreten.",
    unseal: "Lieber ein Thema verwenden",
    interference:
      "Etwas wurde abgewiesen, das nicht mit dem Schlüssel dieses Links versiegelt ist: Jemand versucht, sich in diesen Anruf einzumischen.",
  },

  topicProblems: {
    empty: "Geben Sie ein Thema ein, oder nehmen Sie den Vorschlag.",
    long: (most) => `Ein Thema hat höchstens ${most} Zeichen.`,
    control: "Ein Thema hat keine Zeilenumbrüche oder anderen Steuerzeichen.",
  },

  joinProblems: {
    full: "Dieser Anruf ist voll. Warten Sie, bis jemand geht, oder wählen Sie ein anderes Thema.",
    locked:
      "Dieser Anruf ist gesperrt. Bitten Sie die Moderation um Einlass und drücken Sie noch einmal auf Beitreten.",
    topic: "Der Dienst nimmt dieses Thema nicht an. Versuchen Sie ein kürzeres, einfacheres.",
    secret: "Dieser Link ist nicht vollständig. Fragen Sie noch einmal danach und öffnen Sie ihn ganz.",
    invitationEnded:
      "Ihre Einladung gilt nicht für dieses Thema, oder sie ist abgelaufen. Bitten Sie um einen neuen Link.",
    notInvited:
      "Dieser Dienst lässt nur Eingeladene ein. Öffnen Sie den Link Ihrer Einladung, oder bitten Sie um eine.",
    busy: "Der Dienst ist gerade ausgelastet. Warten Sie kurz und drücken Sie noch einmal auf Beitreten.",
    backplane: "Der Dienst erreicht seine anderen Server nicht. Versuchen Sie es in einer Minute wieder.",
    unreachable:
      "Der Dienst ist nicht erreichbar. Prüfen Sie Ihre Netzverbindung und drücken Sie noch einmal auf Beitreten.",
    other: (code) => `Der Beitritt ist misslungen (${code}). Drücken Sie noch einmal auf Beitreten.`,
  },

  media: {
    starting: "Kamera und Mikrofon werden gestartet. Vielleicht fragt Ihr Browser, ob Sie das erlauben.",
    state: (camera, microphone) =>
      `Ihre Kamera ist ${camera ? "an" : "aus"}, Ihr Mikrofon ist ${microphone ? "an" : "stumm"}.`,
    listenOnly: "Sie können trotzdem zuhören und schreiben.",
    heardOnly: "Die anderen werden Sie hören.",
    notHeard: "Die anderen werden Sie nicht hören.",
    both: {
      missing: "Es wurden weder Kamera noch Mikrofon gefunden.",
      unplugged: "Es wurden weder Kamera noch Mikrofon gefunden.",
      denied:
        "Ihr Browser blockiert Kamera und Mikrofon. Erlauben Sie beide neben der Adresszeile und drücken Sie dann auf Kamera starten.",
      busy: "Kamera und Mikrofon sind nicht verfügbar. Schließen Sie andere Programme, die sie verwenden.",
      insecure: "Browser geben Kamera und Mikrofon nur Seiten mit einer https://-Adresse.",
    },
    camera: {
      name: "Kamera",
      choose: "Kamera wählen",
      on: "Kamera ausschalten",
      off: "Kamera starten",
      labels: {
        missing: "Keine Kamera",
        unplugged: "Keine Kamera",
        denied: "Kamera blockiert",
        busy: "Kamera anderweitig in Gebrauch",
        insecure: "Kamera blockiert",
      },
      problems: {
        missing: "Es wurde keine Kamera gefunden. Schließen Sie eine an und drücken Sie auf Kamera starten.",
        unplugged:
          "Die Kamera wurde getrennt. Schließen Sie sie wieder an und drücken Sie auf Kamera starten.",
        denied:
          "Ihr Browser blockiert die Kamera. Erlauben Sie sie neben der Adresszeile und drücken Sie dann auf Kamera starten.",
        busy: "Die Kamera ist nicht verfügbar. Schließen Sie andere Programme, die sie verwenden, und drücken Sie dann auf Kamera starten.",
        insecure: "Browser geben die Kamera nur Seiten mit einer https://-Adresse.",
      },
    },
    microphone: {
      name: "Mikrofon",
      choose: "Mikrofon und Lautsprecher wählen",
      on: "Mikrofon stummschalten",
      off: "Mikrofon einschalten",
      labels: {
        missing: "Kein Mikrofon",
        unplugged: "Kein Mikrofon",
        denied: "Mikrofon blockiert",
        busy: "Mikrofon anderweitig in Gebrauch",
        insecure: "Mikrofon blockiert",
      },
      problems: {
        missing:
          "Es wurde kein Mikrofon gefunden. Schließen Sie eines an und drücken Sie auf Mikrofon einschalten.",
        unplugged:
          "Das Mikrofon wurde getrennt. Schließen Sie es wieder an und drücken Sie auf Mikrofon einschalten.",
        denied:
          "Ihr Browser blockiert das Mikrofon. Erlauben Sie es neben der Adresszeile und drücken Sie dann auf Mikrofon einschalten.",
        busy: "Das Mikrofon ist nicht verfügbar. Schließen Sie andere Programme, die es verwenden, und drücken Sie dann auf Mikrofon einschalten.",
        insecure: "Browser geben das Mikrofon nur Seiten mit einer https://-Adresse.",
      },
    },
    speaker: { name: "Lautsprecher", standard: "Standard" },
    mute: "Mikrofon",
    unmute: "Mikrofon",
  },

  call: {
    label: "Anruf",
    notice: (text) => `Vom Betreiber dieses Dienstes: ${text}`,
    people: "Personen im Anruf",
    controls: "Bedienung des Anrufs",
    leave: "Verlassen",
    more: "Mehr",
    speakerView: "Sprecheransicht",
    galleryView: "Galerieansicht",
    fullScreen: "Vollbild",
    exitFullScreen: "Vollbild beenden",
    hear: "Klicken, um zu hören",
    muted: "Stumm:",
    nobody: "Noch ist niemand da",
    invite: "Schicken Sie diesen Link allen, die dabei sein sollen. Wer ihn öffnet, erscheint hier.",
    copyLink: "Link kopieren",
    copied: "Link kopiert. Schicken Sie ihn allen, die dabei sein sollen.",
    copyByHand: (link) => `Kopieren Sie diesen Link von Hand: ${link}`,
    present: (names) => `Im Anruf: ${names}`,
    joined: (name) => `${name} ist beigetreten`,
    departures: {
      left: (name) => `${name} ist gegangen`,
      timeout: (name) => `${name} hat die Verbindung verloren`,
      removed: (name) => `${name} wurde entfernt`,
    },
  },

  share: {
    title: "Leute einladen",
    code: "QR-Code des Links zu diesem Anruf",
    text: "Richten Sie die Kamera eines Telefons auf den Code, oder schicken Sie den Link.",
    send: "Link senden",
    byHand: "Ihr Browser lässt die Seite nicht kopieren. Markieren und kopieren Sie den Link von Hand.",
  },

  status: {
    watching: "Sie sehen, wer da ist. Ihre Einladung erlaubt nicht, mit ihnen zu sprechen.",
    waiting: "Warten, bis jemand beitritt",
    serviceAway: "Verbindung zum Dienst wird wiederhergestellt. Ihr Anruf geht weiter.",
    serviceLost: "Verbindung zum Dienst verloren. Sie wird wiederhergestellt …",
    failed: (names) =>
      `Verbindung zu ${names} gescheitert. Versuchen Sie ein anderes Netz, oder treten Sie neu bei.`,
    reconnecting: (names) => `Verbindung zu ${names} wird wiederhergestellt …`,
    connecting: (names) => `Verbindung zu ${names} wird aufgebaut …`,
    connected: (names) => `Im Anruf mit ${names}`,
  },

  tile: {
    pin: (name) => `${name} anheften`,
    unpin: (name) => `${name} lösen`,
    menu: (name) => `Mehr zu ${name}`,
    volume: (name) => `Lautstärke von ${name}`,
    pip: (name) => `Bild im Bild: ${name}`,
    pinYou: "Eigenes Bild anheften",
    unpinYou: "Eigenes Bild lösen",
    connecting: "Verbindung wird aufgebaut …",
    reconnecting: "Verbindung wird wiederhergestellt …",
    failed: "Verbindung gescheitert",
    failedAdvice: "Versuchen Sie ein anderes Netz, schalten Sie ein VPN aus, oder treten Sie neu bei.",
  },

  linkProblems: {
    no_answer: "Der andere Browser antwortet nicht: Vielleicht ist er geschlossen oder ohne Netz.",
    no_candidates: "Der andere Browser nennt keine Netzadresse, mit der man sich verbinden könnte.",
    no_relay: "Die Netze dazwischen erlauben keinen direkten Weg, und es gibt kein Relais als Umweg.",
    relay_unreachable:
      "Die Netze dazwischen erlauben keinen direkten Weg, und das Relais ist nicht erreichbar.",
    blocked: "Jeder Weg wurde versucht, auch über das Relais; eine Firewall sperrt sie alle.",
  },

  details: {
    title: "Verbindungsdetails",
    mark: (quality) => `Verbindung: ${quality}`,
    person: "Person",
    quality: "Qualität",
    roundTrip: "Umlauf",
    loss: "Verlust",
    jitter: "Jitter",
    up: "Hin",
    down: "Her",
    path: "Weg",
    qualities: { good: "gut", fair: "mäßig", poor: "schlecht", none: "keine" },
    paths: { direct: "direkt", relayed: "über Relais" },
    mesh: "Wer hört wen",
    meshCells: {
      up: "verbunden",
      trying: "wird verbunden",
      failed: "gescheitert",
      unknown: "unbekannt",
      self: "–",
    },
  },

  shortcuts: {
    title: "Tastenkürzel",
    on: "Diese Tasten verwenden",
    escape: "Schließen, was offen ist",
    keys: {
      m: "Mikrofon an oder aus",
      v: "Kamera an oder aus",
      d: "Bildschirm teilen oder beenden",
      c: "Chat öffnen oder schließen",
      h: "Hand heben oder senken",
      s: "Sprecher- oder Galerieansicht",
      p: "Wer spricht, anheften oder lösen",
      f: "Vollbild",
      "?": "Diese Übersicht",
    },
  },

  screen: {
    share: "Bildschirm teilen",
    shareShort: "Teilen",
    stop: "Teilen beenden",
    stopShort: "Beenden",
    sharing: "Sie teilen Ihren Bildschirm",
    of: (name) => `Bildschirm von ${name}`,
    begun: (name) => `${name} teilt einen Bildschirm`,
    failed:
      "Ihr Bildschirm konnte nicht geteilt werden. Versuchen Sie es noch einmal, oder wählen Sie ein anderes Fenster.",
  },

  hand: {
    raise: "Hand heben",
    lower: "Hand senken",
    raiseShort: "Hand",
    lowerShort: "Senken",
    raised: "Hand gehoben:",
    raisedBy: (name) => `${name} hebt die Hand`,
  },

  reactions: {
    react: "Reagieren",
    names: {
      "👍": "Daumen hoch",
      "❤️": "Herz",
      "👏": "Applaus",
      "😂": "Lachen",
      "😮": "Erstaunt",
      "🎉": "Feiern",
    },
  },

  safety: {
    button: "Sicherheitscode",
    title: (name) => `Sicherheitscode mit ${name}`,
    text: "Lesen Sie sich das gegenseitig vor: Wenn beide dasselbe sehen, sitzt niemand dazwischen.",
    none: "Es gibt einen, sobald Sie verbunden sind.",
    working: "Einen Moment …",
  },

  moderation: {
    lockCall: "Anruf sperren",
    unlockCall: "Anruf entsperren",
    locked: "Gesperrt",
    lockedBy: (names) => `Gesperrt von ${names}`,
    byYou: "Ihnen",
    nowLocked: "Der Anruf ist gesperrt: Niemand sonst kann beitreten.",
    nowUnlocked: "Ihre Sperre ist aufgehoben.",
    removeName: (name) => `${name} entfernen`,
    question: (name) => `${name} aus dem Anruf entfernen?`,
    keep: "Behalten",
    remove: "Entfernen",
    gone: "Die Person ist schon gegangen.",
    forbidden: "Das erlaubt Ihre Einladung nicht mehr.",
    failed: (code) => `Das ist misslungen (${code}). Versuchen Sie es gleich noch einmal.`,
  },

  chat: {
    title: "Chat",
    new: "Neu",
    unread: (count) => `Chat, ${count} ungelesen`,
    empty: "Was Sie schreiben, geht nur an die Personen im Anruf. Nichts wird gespeichert.",
    message: "Nachricht",
    placeholder: "Nachricht schreiben",
    send: "Senden",
    sending: "Wird gesendet …",
    show: "Chat öffnen",
    again: "Noch einmal",
    notDelivered: (names) => `Nicht angekommen bei ${names}`,
    nobody: "Es war sonst niemand da",
  },

  files: {
    send: "Datei senden",
    sendTo: (name) => `Datei an ${name} senden`,
    dropTo: (name) => `Loslassen, um sie an ${name} zu senden`,
    dropToEveryone: "Loslassen, um sie an alle zu senden",
    nobody: "Es ist sonst niemand da, der eine Datei bekommen könnte.",
    offered: (name, file) => `${name} bietet Ihnen ${file} an`,
    to: (name) => `An ${name}:`,
    accept: "Annehmen",
    decline: "Ablehnen",
    cancel: "Abbrechen",
    save: "Speichern",
    progress: (percent, size) => `${percent} % von ${size}`,
    progressOf: (file) => `Fortschritt von ${file}`,
    waiting: "Wartet auf eine Antwort",
    offeredToYou: "Wird Ihnen angeboten",
    sending: "Wird gesendet",
    receiving: "Wird empfangen",
    interrupted: "Unterbrochen – geht von selbst weiter",
    delivered: "Angekommen",
    received: "Empfangen",
    declined: "Abgelehnt",
    cancelled: "Abgebrochen",
    failed: (why) => `Gescheitert: ${why}`,
    failures: {
      file_corrupt: "Was ankam, ist nicht, was gesendet wurde.",
      file_unreadable: "Die Datei ist nicht mehr lesbar, oder sie hat sich geändert.",
      file_unwritable: "Die Datei konnte nicht dorthin gespeichert werden, wo sie hin sollte.",
      peer_gone: "Die Gegenseite ist weg.",
      other: "Etwas ist schiefgegangen.",
    },
  },

  check: {
    title: "Ihre Verbindung",
    running: "Prüfung läuft. Das dauert höchstens zehn Sekunden.",
    again: "Noch einmal prüfen",
    checking: "Wird geprüft …",
    signaling: "Dienst",
    stun: "Öffentliche Adresse (STUN)",
    turnUdp: "Relais über UDP (TURN)",
    turnTcp: "Relais über TCP (TURN)",
    results: {
      ok: "Geht",
      failed: "Gescheitert",
      not_configured: "Nicht eingerichtet",
      unknown: "Unbekannt",
    },
  },

  ended: {
    title: "Sie haben den Anruf verlassen",
    away: "Sie sind auf eine andere Seite gegangen, damit war der Anruf zu Ende.",
    takenOver: "Der Anruf geht in einem anderen Tab weiter",
    takenOverText: "Sie sind dort beigetreten, und jener Tab hat den Platz von diesem eingenommen.",
    lasted: (duration) => `Er dauerte für Sie ${duration}.`,
    rejoin: "Wieder beitreten",
    rejoining: "Beitritt läuft …",
    newCall: "Neuer Anruf",
    devicesOff: "Kamera und Mikrofon sind aus.",
    wasSealed: "Es war ein versiegelter Anruf.",
    wasTopic: (topic) => `Das Thema war „${topic}“.`,
    removed: "Sie wurden aus dem Anruf entfernt",
    removedText: "Die Moderation hat Sie aus dem Anruf entfernt.",
    expired: "Ihre Einladung ist abgelaufen",
    expiredText: "Der Anruf geht ohne Sie weiter. Bitten Sie um einen neuen Link.",
    forbidden: "Sie sind nicht mehr eingeladen",
    forbiddenText: "Ihre Einladung gilt nicht mehr für dieses Thema. Bitten Sie um einen neuen Link.",
    reason: (reason) => `Der Dienst nannte diesen Grund: ${reason}.`,
    back: "Zurück zum Anfang",
  },
};
