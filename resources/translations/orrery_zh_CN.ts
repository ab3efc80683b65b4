<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Count</name>
    <message>
        <source>node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>edge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>edges</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>task runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tasks run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run is going on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>runs are going on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>further finding is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>further findings are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unread notification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unread notifications</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Open a DAG, or run an example</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HoverCard</name>
    <message>
        <source>%1 in  ·  %2 out</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Hud</name>
    <message>
        <source>NODE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NODES</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EDGE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EDGES</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ZOOM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2, show the next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drag  orbit   ·   shift-drag  pan   ·   wheel  zoom   ·   F  fit   ·   arrows  walk</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Isolation</name>
    <message>
        <source>process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sandbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>container</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source> … %1 more on this line</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when something happens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next slot %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>schedule cannot be read: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> after %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, then x%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, required</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, default %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 core</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all before it ended and one of its edges holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of its edges holds, whatever the others do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing before it failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing before it failed and one of its edges holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing before it was skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all before it ended, however</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all its edges hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for an answer of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for a run of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Execution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time-out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One task per element of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One task per line of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items are named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Succeeds with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 % of its items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Again until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Again while</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, at most %2 times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cleans up after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduce stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Partitioned by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>may use the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>external: launched after the journal is on disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an earlier result may stand for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>intensive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leads to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Body</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Component</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edges</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result depends on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ran because</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it ran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits held by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exit code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work directory</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Look and language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the whole window, the universe included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cyberpunk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing glides, fades or flows; states change at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the engine reports about files and runs stays in English.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On top of what the screen asks for. It takes effect at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Font of texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of an installed family; empty: the theme&apos;s own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Font of figures and code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of an installed family with letters of one width; empty: the theme&apos;s own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open what was open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the next start the same DAG is open, with the same node selected and the camera where it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While the window is not the active one, the desktop&apos;s own notifications say what happened; a click brings the window to the front.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs that succeeded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also runs that ended well are told to the desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wall display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds per page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long orrery-cockpit --wall shows a page before the next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits of DAG files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes of a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A larger file is not read by the cockpit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes of a DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A DAG with more nodes is refused, with this setting&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edges of a DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A DAG with more edges is refused, with this setting&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts, numbers, objects and lists together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth of a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How deep objects and lists may nest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YAML aliases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes reached through aliases; a small file could otherwise grow without bound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of an id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ids name directories and files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further ones are counted only.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Time</name>
    <message>
        <source>d MMM HH:mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm:ss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm:ss.zzz</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Universe</name>
    <message>
        <source>No DAG is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 nodes, %3 edges</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::bridge::DagDocument</name>
    <message>
        <source>this is a directory; open a DAG file inside it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is larger than the limit of %2 (setting limits.maxBytes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>record of run %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::bridge::RunFacade</name>
    <message>
        <source>task %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::bridge::SessionBridge</name>
    <message>
        <source>List the DAGs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::cockpit::Screenshot</name>
    <message>
        <source>no picture within %1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::models::DagListModel</name>
    <message>
        <source>Schedule: %1. It fires once it was switched on: orrery schedule on FILE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, broken: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::models::FindingsModel</name>
    <message>
        <source> not shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Severity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::models::RunTableModel</name>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::models::TaskTableModel</name>
    <message>
        <source>task %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::monitors::CourseView</name>
    <message>
        <source>the run was created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 got its place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 succeeded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a retry was asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed, to be retried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelling was asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held or released</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was answered by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the run ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more became known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is due again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrows step from fact to fact, Home and End go to its ends, Space plays it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading what happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>idle for %1, drawn short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+%1   %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing runs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::monitors::MonitorPanel</name>
    <message>
        <source>Task CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task mem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run mem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run yet. Press F8 to run the open DAG.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It used too little to be measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the first sample.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a task.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has not started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>average</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>peak</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::monitors::PlotWidget</name>
    <message>
        <source>%1 cores</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::monitors::ResourceOverview</name>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MEM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>–</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for GPUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resource overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 of %3 cores busy, %4 reserved by tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 of %3 in use, %4 reserved by tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2: %3 %, %4 of %5, %6 °C</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::monitors::RunChart</name>
    <message>
        <source>Run in detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds since the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU and memory of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as sampled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>averages from the record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run is watched</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::CloseDialog</name>
    <message>
        <source>Runs are going on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept running, the engine goes on in the background and nothing is lost. Find them again by starting the cockpit, or in a terminal:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel runs and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel run and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep running in the background</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::CommandPalette</name>
    <message>
        <source>Search and commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search DAGs, nodes, runs, actions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::LogPanel</name>
    <message>
        <source>Search the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the end of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run, no log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F8 runs the open DAG.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No task is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a task to follow its log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 printed nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the first line of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::LogView</name>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy all lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy selected lines</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::MainWindow</name>
    <message>
        <source>Workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What ran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Monitors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 errors, %2 warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 tasks in %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is not reachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New work is held back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run&apos;s past could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2 / %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2  %3 / %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>then %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the open DAG; with Shift, ask for its parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run with parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the watched run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry failed tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the failed, cancelled and skipped tasks of the watched run again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What runs goes on; nothing else starts until it is released</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that is held goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let one held task go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search and commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fly to the selected node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart of the run in detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Orrery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the time bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the run, or pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the fact before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the next fact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the failure or retry before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the next failure or retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the beginning of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the newest state of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset the layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no DAG open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAG files (*.json *.yaml *.yml *.pb *.dot);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orrery %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A desktop cockpit for DAGs. Free software under the GNU General Public License, version 3 or later.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::NodePanel</name>
    <message>
        <source>Reading the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No DAG is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file, or choose one in the workspace.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing could be read from this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The problems list says why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::NotificationPopup</name>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended and refused runs are announced here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::PanelDocks</name>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::ParameterDialog</name>
    <message>
        <source>Parameters of this run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill in what is marked with *.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::ProblemsPanel</name>
    <message>
        <source>Problems of the open file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is read again whenever it changes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No DAG is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings of the open file appear here with line and column.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::RanPanel</name>
    <message>
        <source>This task could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as shell command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open its run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 20 lines of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May it go on?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has run yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F8 runs the open DAG; then select a task to see its command, environment and results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No task is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a node in the universe or a task in the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading what ran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The work directory was left empty and is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It had not been started at this moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has not been started in this run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run this task and what follows it again, in the same run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::RunControl</name>
    <message>
        <source>Nothing to run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a DAG first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file cannot run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct its errors; the problems list names each with line and column.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record of a run is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its file says something else now. Open the file to run that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has nodes that its file has not. Open the file to run that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was started from text that is not at hand.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::RunsPanel</name>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs of this home appear here, also those started in a terminal.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::TasksPanel</name>
    <message>
        <source>Tasks of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by name, state, reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run is watched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a run, or press F8 to run the open DAG.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the tasks</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::TimeBar</name>
    <message>
        <source>To the fact before (Left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the next fact (Right)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How fast it plays (Up, Down)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The newest state is shown (End)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the newest state (End)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 / %2   %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::TopBar</name>
    <message>
        <source>Search DAGs, nodes, runs, actions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed in as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine %1 in %2, process %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::UniversePanel</name>
    <message>
        <source>DAG universe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The task list at the bottom holds the same nodes as a table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole DAG (Ctrl+0)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole DAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file cannot run.  </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The DAG as run %1 ran it, version %2. Its file says something else now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run %1 has grown: %2 more than its file has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The DAG as run %1 ran it, from its record; its file is not at hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file as it is now. Run %1 ran version %2 of it, so its states are not shown on these nodes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what ran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>   and %1 more in Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cores  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s CPU  %2 peak</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::shell::WorkspacePanel</name>
    <message>
        <source>Filter by name, tag, owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DAGs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No DAG has these words in its name, tags, owner or path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is not reachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No DAG yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file with Ctrl+O, drop one here, or put it into the dags folder of the home.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::universe::UniverseScene</name>
    <message>
        <source>%1 of %2 items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 items</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::widgets::CodeView</name>
    <message>
        <source>Program</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::widgets::Settings</name>
    <message>
        <source>must be true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be one of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a whole number from %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no such setting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>orrery::widgets::StateFrame</name>
    <message>
        <source>Stale since %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
