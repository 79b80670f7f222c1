-- Who may connect to a new cluster, and what each may do in the database `portal`. Run once, as the superuser.
-- Passwords are set beside this file and never written into it.

CREATE ROLE p_owner LOGIN;      -- owns and migrates everything
CREATE ROLE p_app LOGIN;        -- web, sockets, jobs done for a person: no tables, no temporary tables, no functions of its own
CREATE ROLE p_system LOGIN;     -- jobs that carry out recorded decisions
CREATE ROLE p_writer NOLOGIN;   -- owns the functions that write what p_app may not; owns no table

-- The owner acts as these only by saying so (SET ROLE); it inherits nothing from them.
GRANT p_writer TO p_owner WITH INHERIT FALSE, SET TRUE;
GRANT p_app TO p_owner WITH INHERIT FALSE, SET TRUE;

CREATE DATABASE portal OWNER p_owner;
REVOKE ALL ON DATABASE portal, postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE portal TO p_app, p_system;
GRANT CREATE, CONNECT ON DATABASE portal TO p_owner;
GRANT CONNECT ON DATABASE postgres TO p_owner;

\connect portal
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO p_app, p_system, p_writer;
GRANT CREATE, USAGE ON SCHEMA public TO p_owner;

-- Giving a function to p_writer needs CREATE for p_writer. The owner of the database grants it for the length of the
-- transaction that gives the functions away, and takes it back there: p_writer can create nothing between two of them.
